/** A MongoDB-compatible server whose documents live in one H2 MVStore file, indexed and durable before each reply. */
@NullMarked
package dev.rollcall.embedded.mongo;

import org.jspecify.annotations.NullMarked;
