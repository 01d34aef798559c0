/** Tries a connection's provider out, step by step, and tells what to change where. */
@NullMarked
package dev.rollcall.ingest.check;

import org.jspecify.annotations.NullMarked;
