/** The decider: a pure function from (state, request) to changes or a rejection. Seen by both services; depends on no framework. */
@NullMarked
package dev.rollcall.schemas.decide;

import org.jspecify.annotations.NullMarked;
