/** The console in a real browser. */
@NullMarked
package dev.rollcall.ingest.browser;

import org.jspecify.annotations.NullMarked;
