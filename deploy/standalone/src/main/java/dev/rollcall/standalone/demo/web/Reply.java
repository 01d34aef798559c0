package dev.rollcall.standalone.demo.web;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer.
 *
 * @param body JSON, or nothing
 */
public record Reply(int status, @Nullable JsonNode body) {

    /** An answer without a body. */
    public static Reply empty(int status) {
        return new Reply(status, null);
    }
}
