/** Which addresses requests may be sent to whose URL somebody else chose. */
@NullMarked
package dev.rollcall.schemas.address;

import org.jspecify.annotations.NullMarked;
