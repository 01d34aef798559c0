/** Who may call: the bearer tokens of connections and of the administrator. */
@NullMarked
package dev.rollcall.ingest.credential;

import org.jspecify.annotations.NullMarked;
