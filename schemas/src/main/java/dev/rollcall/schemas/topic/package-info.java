/** Topic names, keys, partitioner, headers and the Avro wire format: everything that both sides of a topic must agree on. */
@NullMarked
package dev.rollcall.schemas.topic;

import org.jspecify.annotations.NullMarked;
