@NullMarked
package dev.rollcall.sync.delivery;

import org.jspecify.annotations.NullMarked;
