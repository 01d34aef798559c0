/** Forgets a person: everywhere at once where that is possible, and tells until when the rest is gone. */
@NullMarked
package dev.rollcall.ingest.erasure;

import org.jspecify.annotations.NullMarked;
