/** Brings a user or a group back to what it was, by requests like any client's. */
@NullMarked
package dev.rollcall.ingest.history.restore;

import org.jspecify.annotations.NullMarked;
