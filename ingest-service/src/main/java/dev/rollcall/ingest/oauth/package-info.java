/** The authorization server of the connections' clients: trades their credentials for access tokens. */
@NullMarked
package dev.rollcall.ingest.oauth;

import org.jspecify.annotations.NullMarked;
