/** What a person or a group was like at an earlier time, and how it has become what it is: as the log of changes tells. */
@NullMarked
package dev.rollcall.ingest.history;

import org.jspecify.annotations.NullMarked;
