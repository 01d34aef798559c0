/** Notes every SCIM call while it is handled, and hands what was noted to Kafka without holding the call up. */
@NullMarked
package dev.rollcall.ingest.activity.capture;

import org.jspecify.annotations.NullMarked;
