/** Reads the directory in MongoDB; everything here blocks and is called on virtual threads. */
@NullMarked
package dev.rollcall.ingest.directory;

import org.jspecify.annotations.NullMarked;
