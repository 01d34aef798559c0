/** The admin API for apps: whom changes are brought to, and how far each has come. */
@NullMarked
package dev.rollcall.ingest.app;

import org.jspecify.annotations.NullMarked;
