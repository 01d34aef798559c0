/** The ingest service: the only HTTP edge, thin and without business state. */
@NullMarked
package dev.rollcall.ingest;

import org.jspecify.annotations.NullMarked;
