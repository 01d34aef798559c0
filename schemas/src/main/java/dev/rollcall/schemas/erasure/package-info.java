/** Who is to be forgotten, so that nobody who projects anything brings them back. */
@NullMarked
package dev.rollcall.schemas.erasure;

import org.jspecify.annotations.NullMarked;
