/** Rebuilds of the directory as operators see them: begun, watched, switched to, confirmed or given up. */
@NullMarked
package dev.rollcall.ingest.rebuild;

import org.jspecify.annotations.NullMarked;
