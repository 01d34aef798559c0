/** Mass-change holds: what waits of a connection because too many left at once, and an operator's decision about it. */
@NullMarked
package dev.rollcall.ingest.hold;

import org.jspecify.annotations.NullMarked;
