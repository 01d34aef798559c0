/** A downstream app that keeps its own copy of the directory from Security Event Tokens (RFC 8417, 8935 and 9967). */
@NullMarked
package dev.rollcall.standalone.demo.events;

import org.jspecify.annotations.NullMarked;
