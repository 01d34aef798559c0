/** The change of the key that secrets in settings are sealed with. */
@NullMarked
package dev.rollcall.ingest.sealing;

import org.jspecify.annotations.NullMarked;
