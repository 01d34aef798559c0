/** The console's pages about people: who they are, in which apps and why, what they were, and back to that. */
@NullMarked
package dev.rollcall.ingest.console.person;

import org.jspecify.annotations.NullMarked;
