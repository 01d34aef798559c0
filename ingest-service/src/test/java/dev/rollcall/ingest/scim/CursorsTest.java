package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.ingest.credential.SecretProperties;
import dev.rollcall.ingest.directory.QueryProperties;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.scim.ScimException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Point 99, and RFC 9865. */
class CursorsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
    private static final Cursors.State STATE = new Cursors.State(new Position("ada\n1", "id-1"), 7, 12L);

    private final Cursors cursors = cursors(NOW, 1);

    @Test
    void goesOnWhereItStoodOnAnyInstance() {
        String cursor = cursors.write("query", STATE);
        assertThat(cursor).matches("[A-Za-z0-9._~-]+");
        assertThat(cursors(NOW.plusSeconds(3600), 1).read("query", cursor)).isEqualTo(STATE);
    }

    @Property
    void keepsWhateverTheKeyIs(@ForAll @Nullable String key) {
        var state = new Cursors.State(new Position(key, "id"), 0, null);
        assertThat(cursors.read("q", cursors.write("q", state))).isEqualTo(state);
    }

    @Test
    void expires() {
        String cursor = cursors.write("query", STATE);
        refused("expiredCursor", cursors(NOW.plusSeconds(3601), 1), "query", cursor);
    }

    @Test
    void isOfItsQueryAndItsKeyAlone() {
        String cursor = cursors.write("query", STATE);
        refused("invalidCursor", cursors, "another query", cursor);
        refused("invalidCursor", cursors(NOW, 2), "query", cursor);
        // but for the very last character, of which base64 may leave some bits unused
        for (int i = 0; i < cursor.length() - 1; i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            refused("invalidCursor", cursors, "query", cursor.substring(0, i) + other + cursor.substring(i + 1));
            refused("invalidCursor", cursors, "query", cursor.substring(0, i));
        }
    }

    @Property
    void refusesWhatIsNone(@ForAll String text, @ForAll @AlphaChars @StringLength(max = 80) String letters) {
        refused("invalidCursor", cursors, "query", text);
        refused("invalidCursor", cursors, "query", "v1." + letters);
    }

    private static void refused(String scimType, Cursors cursors, String query, String cursor) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> cursors.read(query, cursor))
                .returns(400, ScimException::status)
                .returns(scimType, ScimException::scimType);
    }

    private static Cursors cursors(Instant now, int key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new Cursors(
                new SecretProperties(
                        "an-admin-token-for-tests", Base64.getEncoder().encodeToString(bytes), List.of()),
                new QueryProperties(100, Duration.ofHours(1)),
                Clock.fixed(now, ZoneOffset.UTC));
    }
}
