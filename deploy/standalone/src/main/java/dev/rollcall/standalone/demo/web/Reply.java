package dev.rollcall.standalone.demo.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer.
 *
 * @param body JSON, or nothing
 * @param isCut whether the connection is dropped half-way through it
 */
public record Reply(int status, @Nullable JsonNode body, Map<String, String> headers, boolean isCut) {

    public Reply(int status, @Nullable JsonNode body) {
        this(status, body, Map.of(), false);
    }

    /** An answer without a body. */
    public static Reply empty(int status) {
        return new Reply(status, null);
    }

    /** Asks to be left alone for so many seconds (RFC 6585 §4). */
    public static Reply busy(int seconds) {
        return new Reply(429, null, Map.of("Retry-After", Integer.toString(seconds)), false);
    }

    /** The same answer, of which only the beginning arrives. */
    public Reply cut() {
        return new Reply(status, body, headers, true);
    }
}
