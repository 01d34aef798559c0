/** The sync worker; which of its roles an instance runs is chosen by {@code rollcall.roles}. */
@NullMarked
package dev.rollcall.sync;

import org.jspecify.annotations.NullMarked;
