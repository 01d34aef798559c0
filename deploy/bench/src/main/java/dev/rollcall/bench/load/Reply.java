package dev.rollcall.bench.load;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param location the Location header
 * @param bytes of its body
 * @param body empty when the call expects nothing of it
 */
public record Reply(int status, @Nullable String location, long bytes, byte[] body) {

    /** The SCIM id at the end of the Location header. */
    public Optional<String> id() {
        return Optional.ofNullable(location).map(at -> at.substring(at.lastIndexOf('/') + 1));
    }
}
