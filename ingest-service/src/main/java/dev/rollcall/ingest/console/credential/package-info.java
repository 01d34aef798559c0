/** The console's page about what a connection's client authenticates with: when each was used, rotated and revoked. */
@NullMarked
package dev.rollcall.ingest.console.credential;

import org.jspecify.annotations.NullMarked;
