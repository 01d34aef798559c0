/** What is sent: the cases, and the users and groups that they need. */
@NullMarked
package dev.rollcall.bench.cases;

import org.jspecify.annotations.NullMarked;
