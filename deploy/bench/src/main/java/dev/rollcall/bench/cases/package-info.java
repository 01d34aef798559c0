/** The cases: what is sent as a load, and what the answers have to say. */
@NullMarked
package dev.rollcall.bench.cases;

import org.jspecify.annotations.NullMarked;
