@NullMarked
package dev.rollcall.sync.replay;

import org.jspecify.annotations.NullMarked;
