/** SCIM filters and sorts: resolved against a type's attributes, evaluated on SCIM JSON; knows no database. */
@NullMarked
package dev.rollcall.schemas.query;

import org.jspecify.annotations.NullMarked;
