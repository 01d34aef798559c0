/** What is made anew from the log: the directory, and what a subscriber knows of it. */
@NullMarked
package dev.rollcall.bench.recovery;

import org.jspecify.annotations.NullMarked;
