/** The Rollcall that is measured, found or started, and what only its Kafka and MongoDB can tell. */
@NullMarked
package dev.rollcall.bench.target;

import org.jspecify.annotations.NullMarked;
