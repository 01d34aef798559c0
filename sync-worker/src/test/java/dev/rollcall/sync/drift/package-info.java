@NullMarked
package dev.rollcall.sync.drift;

import org.jspecify.annotations.NullMarked;
