/** Keeps the request log in MongoDB, as a projection of its topic that may be dropped and is made again. */
@NullMarked
package dev.rollcall.ingest.activity.projection;

import org.jspecify.annotations.NullMarked;
