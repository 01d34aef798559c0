/** Every shape that crosses a boundary, and the pure rules over them. */
@NullMarked
package dev.rollcall.schemas;

import org.jspecify.annotations.NullMarked;
