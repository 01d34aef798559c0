/** Measures a running Rollcall over HTTP, beside what the parts it is built on can do on the same machine. */
@NullMarked
package dev.rollcall.bench;

import org.jspecify.annotations.NullMarked;
