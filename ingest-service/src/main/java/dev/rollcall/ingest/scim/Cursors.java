package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.credential.SecretProperties;
import dev.rollcall.ingest.directory.QueryProperties;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.setting.Seal;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Cursors (RFC 9865) that need no memory: the position in the list, sealed so that nobody can read or forge it, and bound
 * to the connection and the query that it came from. All instances have the same key, so any of them goes on.
 */
@Component
final class Cursors {

    private static final String PURPOSE = "rollcall cursor";
    private static final int PARTS = 5;

    private final Seal seal;
    private final Duration timeout;
    private final Clock clock;

    Cursors(SecretProperties secrets, QueryProperties properties, Clock clock) {
        this.seal = secrets.seal(Cursors::derived);
        this.timeout = properties.cursorTimeout();
        this.clock = clock;
    }

    /**
     * What a cursor says.
     *
     * @param after the last resource of the page before
     * @param count of the first page, which all have
     * @param total as counted for the first page; null when it wasn't
     */
    record State(Position after, int count, @Nullable Long total) {}

    /** @param query all that must be the same on the next page */
    String write(String query, State state) {
        return seal.seal(
                query,
                String.join(
                        "\n",
                        Long.toString(clock.instant().plus(timeout).getEpochSecond()),
                        Integer.toString(state.count()),
                        state.total() == null ? "" : state.total().toString(),
                        state.after().id(),
                        state.after().key() == null ? "" : "=" + state.after().key()));
    }

    /** @throws ScimException 400 invalidCursor when it isn't ours or of another query, expiredCursor when it is too old */
    State read(String query, String cursor) {
        String[] parts = open(query, cursor).split("\n", PARTS);
        if (clock.instant().isAfter(Instant.ofEpochSecond(Long.parseLong(parts[0])))) {
            throw new ScimException(
                    400,
                    "expiredCursor",
                    "The cursor is older than " + timeout.toSeconds() + " seconds. Begin again with an empty cursor.");
        }
        return new State(
                new Position(parts[4].isEmpty() ? null : parts[4].substring(1), parts[3]),
                Integer.parseInt(parts[1]),
                parts[2].isEmpty() ? null : Long.valueOf(parts[2]));
    }

    private String open(String query, String cursor) {
        try {
            return seal.open(query, cursor);
        } catch (IllegalStateException | IllegalArgumentException | BufferUnderflowException e) {
            throw new ScimException(
                    400,
                    "invalidCursor",
                    "The cursor isn't one of this list. Send nextCursor as it came, with the same filter, sortBy and"
                            + " sortOrder; or begin again with an empty cursor.");
        }
    }

    /** A key for this purpose alone. */
    private static String derived(String sealingKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(sealingKey), mac.getAlgorithm()));
            return Base64.getEncoder().encodeToString(mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256.", e);
        }
    }
}
