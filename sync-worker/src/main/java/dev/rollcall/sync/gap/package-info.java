/**
 * What Kafka deleted before an app had it: notices that changes are missing, and brings the app what there is instead. It
 * compares the directory with the ledger, so an app that missed nothing is told nothing.
 */
@NullMarked
package dev.rollcall.sync.gap;

import org.jspecify.annotations.NullMarked;
