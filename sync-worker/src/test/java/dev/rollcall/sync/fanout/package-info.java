@NullMarked
package dev.rollcall.sync.fanout;

import org.jspecify.annotations.NullMarked;
