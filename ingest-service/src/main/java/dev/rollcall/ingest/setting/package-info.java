/** This instance's view of the settings, and the only way to change one. */
@NullMarked
package dev.rollcall.ingest.setting;

import org.jspecify.annotations.NullMarked;
