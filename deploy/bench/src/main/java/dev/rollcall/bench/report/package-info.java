/** What came out: a JSON line for each case, a table, and whether the goals were met. */
@NullMarked
package dev.rollcall.bench.report;

import org.jspecify.annotations.NullMarked;
