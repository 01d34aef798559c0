/** Wishes to compare SCIM apps with what they should have, and what came of it; workers fulfil them. */
@NullMarked
package dev.rollcall.ingest.drift;

import org.jspecify.annotations.NullMarked;
