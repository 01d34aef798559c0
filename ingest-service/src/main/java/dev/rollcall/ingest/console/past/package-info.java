/** What people and groups were: how they came to be so, as they were at a time, and back to that. */
@NullMarked
package dev.rollcall.ingest.console.past;

import org.jspecify.annotations.NullMarked;
