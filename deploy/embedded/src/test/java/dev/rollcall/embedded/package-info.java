/** Tests of the embedded servers, each by itself and after a kill. */
@NullMarked
package dev.rollcall.embedded;

import org.jspecify.annotations.NullMarked;
