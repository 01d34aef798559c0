/**
 * Fan-out: one consumer group per app over the changes, so that an app that is down, slow or poisoned holds back nobody
 * else; with retries, receipts and dead letters. It knows nothing of the directory.
 */
@NullMarked
package dev.rollcall.sync.fanout;

import org.jspecify.annotations.NullMarked;
