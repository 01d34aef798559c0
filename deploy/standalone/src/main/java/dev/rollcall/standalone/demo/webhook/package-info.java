/** A downstream app that keeps its own copy of the directory from signed webhook messages. */
@NullMarked
package dev.rollcall.standalone.demo.webhook;

import org.jspecify.annotations.NullMarked;
