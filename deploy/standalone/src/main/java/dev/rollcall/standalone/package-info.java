/** All of Rollcall in one process: Kafka, MongoDB, the schema registry and both services, on loopback ports. */
@NullMarked
package dev.rollcall.standalone;

import org.jspecify.annotations.NullMarked;
