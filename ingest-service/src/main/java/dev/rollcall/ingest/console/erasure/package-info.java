/** The console's pages on which a person is forgotten, and it is told how far that is. */
@NullMarked
package dev.rollcall.ingest.console.erasure;

import org.jspecify.annotations.NullMarked;
