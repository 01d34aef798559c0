/** Closed-loop HTTP load from one event loop, lean because it shares the cores with what it measures. */
@NullMarked
package dev.rollcall.bench.load;

import org.jspecify.annotations.NullMarked;
