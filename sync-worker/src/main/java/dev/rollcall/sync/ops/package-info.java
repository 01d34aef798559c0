/** What both roles stand on: the roles themselves, Kafka's clients, the wire format, and the settings topic as a view. */
@NullMarked
package dev.rollcall.sync.ops;

import org.jspecify.annotations.NullMarked;
