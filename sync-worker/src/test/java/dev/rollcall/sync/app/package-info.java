@NullMarked
package dev.rollcall.sync.app;

import org.jspecify.annotations.NullMarked;
