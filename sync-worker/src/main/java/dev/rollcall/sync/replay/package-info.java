/**
 * Gives an app again what happened, or a new one for the first time what there is: reads what a replay's setting names and
 * publishes it for the app's own feed, which has the last word on what is sent.
 */
@NullMarked
package dev.rollcall.sync.replay;

import org.jspecify.annotations.NullMarked;
