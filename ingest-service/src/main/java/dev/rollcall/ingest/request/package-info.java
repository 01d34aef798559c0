/** Publishes what is asked for, awaits its result, and predicts it when the workers don't answer in time. */
@NullMarked
package dev.rollcall.ingest.request;

import org.jspecify.annotations.NullMarked;
