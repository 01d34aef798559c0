/**
 * What becomes of a batch of changes for one app: a pure plan, then the deliveries in its order, each remembered in the
 * ledger so that none has an effect twice.
 */
@NullMarked
package dev.rollcall.sync.delivery;

import org.jspecify.annotations.NullMarked;
