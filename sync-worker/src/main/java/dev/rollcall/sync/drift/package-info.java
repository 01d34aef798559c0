/**
 * Reconciles SCIM apps: lists what an app has, compares it with what it should have, and mends the difference through the
 * app's own feed. It only reads at the app.
 */
@NullMarked
package dev.rollcall.sync.drift;

import org.jspecify.annotations.NullMarked;
