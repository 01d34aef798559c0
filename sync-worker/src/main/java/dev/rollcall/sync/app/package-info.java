/** What a downstream app is, and how to speak with one: a client for each kind, and one rule for what an answer means. */
@NullMarked
package dev.rollcall.sync.app;

import org.jspecify.annotations.NullMarked;
