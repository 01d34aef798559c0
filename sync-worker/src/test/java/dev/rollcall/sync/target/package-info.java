/** Tiny apps that speak real HTTP, and the worker as a process would run it. */
@NullMarked
package dev.rollcall.sync.target;

import org.jspecify.annotations.NullMarked;
