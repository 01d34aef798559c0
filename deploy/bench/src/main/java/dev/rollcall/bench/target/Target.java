package dev.rollcall.bench.target;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Rollcall to measure.
 *
 * @param scim base URL of a connection, without a slash at the end
 * @param token of that connection
 * @param kafka bootstrap servers; null when they aren't known, then events and the bare produce aren't measured
 * @param mongodb URI with the database; null when it isn't known, then the bare bulk write isn't measured
 * @param registry any URL of the schema registry; null when it isn't known, then no subscriber is measured
 * @param admin token of the admin API; null when it isn't known, then no deliveries are measured
 */
public record Target(
        URI scim,
        String token,
        @Nullable String kafka,
        @Nullable String mongodb,
        @Nullable String registry,
        @Nullable String admin) {

    private static final String READY = "ROLLCALL READY ";

    /** The target that {@code deploy/rollcall} tells of when it is ready; empty for any other line. */
    public static Optional<Target> ofReadyLine(String line) {
        if (!line.startsWith(READY)) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : line.substring(READY.length()).strip().split("\\s+", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        String scim = values.get("scim");
        String token = values.get("token");
        return scim == null || token == null
                ? Optional.empty()
                : Optional.of(new Target(
                        base(scim),
                        token,
                        values.get("kafka"),
                        values.get("mongodb"),
                        values.get("registry"),
                        values.get("admin")));
    }

    /** A base URL as it is typed, without the slashes at its end. */
    public static URI base(String url) {
        return URI.create(url.replaceAll("/+$", ""));
    }

    /** The id of the connection: the last part of its base URL. */
    public String connection() {
        String path = scim.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
