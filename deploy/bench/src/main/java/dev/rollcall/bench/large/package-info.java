/** Large things, each done once: a group of very many members, a user in very many groups. */
@NullMarked
package dev.rollcall.bench.large;

import org.jspecify.annotations.NullMarked;
