@NullMarked
package dev.rollcall.sync.projection;

import org.jspecify.annotations.NullMarked;
