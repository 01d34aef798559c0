/** Kafka, MongoDB and the schema registry on one machine, from a data directory, without a container engine. */
@NullMarked
package dev.rollcall.embedded;

import org.jspecify.annotations.NullMarked;
