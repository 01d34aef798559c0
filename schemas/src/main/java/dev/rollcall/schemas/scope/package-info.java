/** Who an app gets, and what it gets of them: pure, so that the worker and a preview come to the same. */
@NullMarked
package dev.rollcall.schemas.scope;

import org.jspecify.annotations.NullMarked;
