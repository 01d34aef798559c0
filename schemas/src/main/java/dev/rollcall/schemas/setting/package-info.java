/** The control plane's settings as every instance sees them: a view of the compacted topic {@code rollcall.settings}. */
@NullMarked
package dev.rollcall.schemas.setting;

import org.jspecify.annotations.NullMarked;
