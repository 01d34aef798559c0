@NullMarked
package dev.rollcall.ingest.upkeep;

import org.jspecify.annotations.NullMarked;
