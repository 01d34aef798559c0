/** Who is signed in to the console: sealed cookies instead of a store, so that every instance knows every session. */
@NullMarked
package dev.rollcall.ingest.session;

import org.jspecify.annotations.NullMarked;
