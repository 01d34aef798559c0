/** A small HTTP server for the sample apps. */
@NullMarked
package dev.rollcall.standalone.demo.web;

import org.jspecify.annotations.NullMarked;
