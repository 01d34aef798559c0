/** Replays of apps, and the back-fill that a new one begins with: who wants which, how far it is, and when it is over. */
@NullMarked
package dev.rollcall.ingest.replay;

import org.jspecify.annotations.NullMarked;
