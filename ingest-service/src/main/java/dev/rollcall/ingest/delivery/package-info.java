/** What became of deliveries to apps, and what operators do about those that were given up. */
@NullMarked
package dev.rollcall.ingest.delivery;

import org.jspecify.annotations.NullMarked;
