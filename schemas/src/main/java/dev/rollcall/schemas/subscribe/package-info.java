/**
 * Follows the directory from another service: its newest states first, then every change once, in order and without a
 * gap. It needs Kafka's client and the schema registry, and no framework.
 */
@NullMarked
package dev.rollcall.schemas.subscribe;

import org.jspecify.annotations.NullMarked;
