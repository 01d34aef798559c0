/** A downstream app as others write them: a small SCIM 2.0 service provider that keeps its accounts in memory. */
@NullMarked
package dev.rollcall.standalone.demo.scimapp;

import org.jspecify.annotations.NullMarked;
