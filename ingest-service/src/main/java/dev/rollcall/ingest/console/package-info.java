/** The console's pages: what they show comes from the packages that know, and nothing is decided here. */
@NullMarked
package dev.rollcall.ingest.console;

import org.jspecify.annotations.NullMarked;
