/** PingOne as its SCIM connector is documented to behave, over a made-up company; see {@code deploy/README.md}. */
@NullMarked
package dev.rollcall.standalone.demo.pingone;

import org.jspecify.annotations.NullMarked;
