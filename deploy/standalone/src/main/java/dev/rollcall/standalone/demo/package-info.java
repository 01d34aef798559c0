/** A demonstration that proves itself: a simulated PingOne, two sample apps, and the comparison of what all of them hold. */
@NullMarked
package dev.rollcall.standalone.demo;

import org.jspecify.annotations.NullMarked;
