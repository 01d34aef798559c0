/** The console's pages to make an app, to change it, and to see what it would be sent. */
@NullMarked
package dev.rollcall.ingest.console.app;

import org.jspecify.annotations.NullMarked;
