/** The console's pages about dead letters: what apps were given up on, by cause, and what to do about it. */
@NullMarked
package dev.rollcall.ingest.console.letter;

import org.jspecify.annotations.NullMarked;
