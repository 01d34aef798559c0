/** The MongoDB documents of the directory, their indexes and queries. */
@NullMarked
package dev.rollcall.schemas.directory;

import org.jspecify.annotations.NullMarked;
