/** SCIM schemas and the one codec between SCIM JSON and the Avro records. */
@NullMarked
package dev.rollcall.schemas.scim;

import org.jspecify.annotations.NullMarked;
