/** Tells of one person in which apps they are, and vouches for it when they are out of all. */
@NullMarked
package dev.rollcall.ingest.delivery.person;

import org.jspecify.annotations.NullMarked;
