/** Keeps receipts and dead letters in MongoDB, as a projection of their topics that may be dropped and is made again. */
@NullMarked
package dev.rollcall.ingest.delivery.projection;

import org.jspecify.annotations.NullMarked;
