/** Signing in to the console: by a connection's provider, or with the administrator's token. */
@NullMarked
package dev.rollcall.ingest.login;

import org.jspecify.annotations.NullMarked;
