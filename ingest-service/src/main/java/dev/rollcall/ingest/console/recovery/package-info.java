/** The console's pages to mend what was lost: rebuilds of the directory, replays to apps, reconciliations of apps. */
@NullMarked
package dev.rollcall.ingest.console.recovery;

import org.jspecify.annotations.NullMarked;
