/** What is done now and then. */
@NullMarked
package dev.rollcall.ingest.upkeep;

import org.jspecify.annotations.NullMarked;
