/** Keeps in MongoDB where each change is on its topic, as a projection that may be dropped and is made again. */
@NullMarked
package dev.rollcall.ingest.history.projection;

import org.jspecify.annotations.NullMarked;
