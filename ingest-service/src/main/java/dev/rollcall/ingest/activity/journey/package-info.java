/** A call's whole way: the changes that came of it, the directory, and what each app made of them. */
@NullMarked
package dev.rollcall.ingest.activity.journey;

import org.jspecify.annotations.NullMarked;
