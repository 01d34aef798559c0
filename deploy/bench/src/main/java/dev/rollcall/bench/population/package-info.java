/** The users and groups that a run creates, and the SCIM bodies about them. */
@NullMarked
package dev.rollcall.bench.population;

import org.jspecify.annotations.NullMarked;
