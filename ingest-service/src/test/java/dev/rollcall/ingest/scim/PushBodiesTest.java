package dev.rollcall.ingest.scim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.Operation;
import dev.rollcall.schemas.scim.Dialect;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.Profile;
import dev.rollcall.schemas.scim.ScimException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class PushBodiesTest {

    private static final String OF_USER = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PushBodies bodies = new PushBodies(meters);

    @Test
    void countsEachDepartureOncePerPushByProfile() {
        read(Operation.CREATE, Profile.PINGONE, OF_USER + "\"userName\":\"a\"}");
        assertThat(meters.getMeters()).isEmpty();

        String sloppy = OF_USER
                + "\"userName\":\"a\",\"active\":\"True\",\"password\":\"x\",\"emails\":[{\"value\":\"a\",\"primary\":\"True\"}]}";
        read(Operation.CREATE, Profile.PINGONE, sloppy);
        read(Operation.REPLACE, Profile.PINGONE, sloppy);
        read(Operation.PATCH, Profile.ENTRA, "{\"Operations\":[{\"op\":\"Add\",\"path\":\"title\",\"value\":\"x\"}]}");

        assertThat(count("string_boolean", "pingone")).isEqualTo(2);
        assertThat(count("password", "pingone")).isEqualTo(2);
        assertThat(count("capitalised_op", "entra")).isEqualTo(1);
        assertThat(count("missing_schemas", "entra")).isEqualTo(1);
        assertThat(meters.getMeters()).hasSize(4);
    }

    @Test
    void countsNothingOfWhatIsRefused() {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> read(Operation.CREATE, Profile.PINGONE, "{\"active\":\"True\"}"));

        assertThat(meters.getMeters()).isEmpty();
    }

    private void read(Operation operation, Profile profile, String body) {
        bodies.read(Endpoint.USERS, operation, new Dialect(profile, ExtensionSchemas.NONE), body.getBytes(UTF_8));
    }

    private double count(String tolerance, String profile) {
        return meters.get("rollcall.ingest.tolerated")
                .tag("tolerance", tolerance)
                .tag("profile", profile)
                .counter()
                .count();
    }
}
