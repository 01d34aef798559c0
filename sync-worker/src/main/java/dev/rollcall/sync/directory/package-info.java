/** The directory role: decides requests, writes the log exactly once, and projects it into MongoDB. */
@NullMarked
package dev.rollcall.sync.directory;

import org.jspecify.annotations.NullMarked;
