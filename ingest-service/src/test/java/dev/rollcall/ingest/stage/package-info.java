/** What the tests of this service stand on: real servers, the service itself, a stand-in for the worker, and HTTP clients. */
@NullMarked
package dev.rollcall.ingest.stage;

import org.jspecify.annotations.NullMarked;
