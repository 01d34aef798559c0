/** The request log: what a connection's client called, what became of it, and what to do about what went wrong. */
@NullMarked
package dev.rollcall.ingest.activity;

import org.jspecify.annotations.NullMarked;
