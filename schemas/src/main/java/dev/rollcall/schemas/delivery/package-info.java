/**
 * What is known of every delivery, as documents: the worker writes them, the control plane reads them. And changes as
 * recipients of Security Event Tokens are told of them.
 */
@NullMarked
package dev.rollcall.schemas.delivery;

import org.jspecify.annotations.NullMarked;
