/** How this service writes to Kafka's topics and follows them; it belongs to no consumer group. */
@NullMarked
package dev.rollcall.ingest.topic;

import org.jspecify.annotations.NullMarked;
