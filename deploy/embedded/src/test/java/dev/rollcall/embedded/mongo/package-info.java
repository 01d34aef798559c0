/** What Rollcall relies on of MongoDB, checked against the embedded engine and the real one. */
@NullMarked
package dev.rollcall.embedded.mongo;

import org.jspecify.annotations.NullMarked;
