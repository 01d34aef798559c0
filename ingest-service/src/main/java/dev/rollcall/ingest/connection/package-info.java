/** The admin API for connections: the feeds of identity providers. */
@NullMarked
package dev.rollcall.ingest.connection;

import org.jspecify.annotations.NullMarked;
