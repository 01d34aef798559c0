/** The transmitter of Security Event Tokens: its keys, and the tokens that recipients fetch (RFC 8936). */
@NullMarked
package dev.rollcall.ingest.ssf;

import org.jspecify.annotations.NullMarked;
