/** Backends for integration tests: one embedded per JVM, or containers where there is a Docker engine; and JVMs to kill. */
@NullMarked
package dev.rollcall.embedded.test;

import org.jspecify.annotations.NullMarked;
