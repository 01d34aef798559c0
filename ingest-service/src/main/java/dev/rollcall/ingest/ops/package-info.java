/** Wires the service to Kafka, the registry and MongoDB, and tells how they are. */
@NullMarked
package dev.rollcall.ingest.ops;

import org.jspecify.annotations.NullMarked;
