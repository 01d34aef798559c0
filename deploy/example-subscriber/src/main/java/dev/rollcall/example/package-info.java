/** What a service of your own could look like that follows the directory; copy it and begin. */
@NullMarked
package dev.rollcall.example;

import org.jspecify.annotations.NullMarked;
