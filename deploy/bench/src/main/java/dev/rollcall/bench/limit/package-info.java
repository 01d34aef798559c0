/** The bare parts (endpoint, produce, bulk write), measured at the same concurrency as Rollcall. */
@NullMarked
package dev.rollcall.bench.limit;

import org.jspecify.annotations.NullMarked;
