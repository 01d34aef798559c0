/** How this service writes to Kafka's topics, follows them, and finds records on them. */
@NullMarked
package dev.rollcall.ingest.topic;

import org.jspecify.annotations.NullMarked;
