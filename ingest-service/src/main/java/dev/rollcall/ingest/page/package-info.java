/** What all pages share: their assets, their model, and what browsers may do on them. */
@NullMarked
package dev.rollcall.ingest.page;

import org.jspecify.annotations.NullMarked;
