/**
 * Brings the state topics of a partition to MongoDB: live, when catching up, and when a generation of the directory is
 * made, be it because an operator wants one or because what was there is lost. One code for all of them.
 */
@NullMarked
package dev.rollcall.sync.projection;

import org.jspecify.annotations.NullMarked;
