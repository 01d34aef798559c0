/** Time for waits, as against time that is told to others. */
@NullMarked
package dev.rollcall.schemas.time;

import org.jspecify.annotations.NullMarked;
