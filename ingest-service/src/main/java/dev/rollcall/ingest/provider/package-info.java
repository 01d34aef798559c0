/** PingOne as an OpenID provider: its discovery document, its keys and what it vouches for. */
@NullMarked
package dev.rollcall.ingest.provider;

import org.jspecify.annotations.NullMarked;
