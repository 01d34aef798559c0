/** What reconciling an app finds, as documents: the worker writes them, the admin API shows them. */
@NullMarked
package dev.rollcall.schemas.drift;

import org.jspecify.annotations.NullMarked;
