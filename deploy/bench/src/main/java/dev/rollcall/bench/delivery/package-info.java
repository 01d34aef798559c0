/** How changes come to apps: sinks in the place of apps, and what a bare client sends to the same. */
@NullMarked
package dev.rollcall.bench.delivery;

import org.jspecify.annotations.NullMarked;
