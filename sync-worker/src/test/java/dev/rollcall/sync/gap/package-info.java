@NullMarked
package dev.rollcall.sync.gap;

import org.jspecify.annotations.NullMarked;
