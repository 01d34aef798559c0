/** Who may do what in the console: the administrator's policies, and the role that they give. */
@NullMarked
package dev.rollcall.ingest.policy;

import org.jspecify.annotations.NullMarked;
