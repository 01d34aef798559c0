@NullMarked
package dev.rollcall.schemas.delivery;

import org.jspecify.annotations.NullMarked;
