/** Commands for operators, through the admin API of a Rollcall that runs. */
@NullMarked
package dev.rollcall.standalone.operate;

import org.jspecify.annotations.NullMarked;
