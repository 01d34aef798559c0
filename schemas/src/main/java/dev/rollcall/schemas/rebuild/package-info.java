/** Generations of the directory: which one is read, which are written, and how far the one is that is being made. */
@NullMarked
package dev.rollcall.schemas.rebuild;

import org.jspecify.annotations.NullMarked;
