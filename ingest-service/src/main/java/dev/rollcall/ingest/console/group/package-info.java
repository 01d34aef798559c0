/** The console's pages about groups: who is in one, and how it came to be so. */
@NullMarked
package dev.rollcall.ingest.console.group;

import org.jspecify.annotations.NullMarked;
