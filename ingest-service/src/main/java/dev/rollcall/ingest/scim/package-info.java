/** The HTTP edge for SCIM 2.0 (RFC 7644). */
@NullMarked
package dev.rollcall.ingest.scim;

import org.jspecify.annotations.NullMarked;
