package dev.rollcall.ingest.scim;

import dev.rollcall.event.Operation;
import dev.rollcall.schemas.scim.Dialect;
import dev.rollcall.schemas.scim.Members;
import dev.rollcall.schemas.scim.PatchReader;
import dev.rollcall.schemas.scim.Reading;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.scim.Tolerance;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Checks bodies with the very code that decides them later, as far as that needs no state. */
@Component
final class PushBodies {

    private static final byte[] EMPTY = {};

    private final MeterRegistry meters;

    PushBodies(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * The body as it is published: normal JSON without a password. What had to be tolerated to read it is counted.
     *
     * @throws ScimException 400 with the scimType of RFC 7644 Table 9
     */
    String read(Endpoint endpoint, Operation operation, Dialect dialect, byte @Nullable [] body) {
        Reading reading = dialect.reading();
        ObjectNode json = ScimJson.read(body == null ? EMPTY : body);
        if (operation == Operation.PATCH) {
            PatchReader.read(endpoint.codec(), json, reading);
        } else {
            endpoint.codec().read(json, null, reading);
            if (endpoint == Endpoint.GROUPS) {
                Members.of(json, reading);
            }
        }
        reading.tolerated().forEach(tolerance -> count(tolerance, dialect));
        Passwords.drop(json);
        return ScimJson.write(json);
    }

    /** What depends on the state, such as {@link Tolerance#FILTER_CREATES}, isn't known here. */
    private void count(Tolerance tolerance, Dialect dialect) {
        Counter.builder("rollcall.ingest.tolerated")
                .description("Pushes that were taken although they depart from the RFCs, by the departure.")
                .tag("tolerance", tolerance.label())
                .tag("profile", dialect.profile().label())
                .register(meters)
                .increment();
    }
}
