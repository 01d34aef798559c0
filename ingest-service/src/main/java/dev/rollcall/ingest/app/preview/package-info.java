/** Shows what an app would get, without sending it: to try a scope and a mapping before they are saved. */
@NullMarked
package dev.rollcall.ingest.app.preview;

import org.jspecify.annotations.NullMarked;
