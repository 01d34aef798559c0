package dev.rollcall.schemas.decide;

import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.schemas.scim.Dialect;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.Profile;
import dev.rollcall.schemas.scim.Reading;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.Versions;
import java.util.List;

/**
 * The heart: what a request does to the state. Pure and deterministic: the same state and request give the same
 * changes, whoever decides and however often.
 */
public final class Decider {

    private static final UserDecider USERS = new UserDecider();
    private static final GroupDecider GROUPS = new GroupDecider();

    private Decider() {}

    /**
     * Decides a request; {@link WorkingSet#apply} takes the decision over.
     *
     * @throws NotLoadedException when the working set lacks what the decision depends on
     */
    public static Decision decide(WorkingSet state, ProvisioningRequest request) {
        Decision decided = decideOnly(state, request);
        return request.getAsynchronous() ? Telling.of(state, request, decided) : decided;
    }

    private static Decision decideOnly(WorkingSet state, ProvisioningRequest request) {
        var warnings = List.<String>of();
        try {
            Reading reading = dialect(request).reading();
            warnings = reading.warnings();
            var draft = new Draft(request, state.sequence(request.getConnection()), warnings);
            return switch (request.getResourceType()) {
                case USER -> USERS.decide(state, request, draft, reading);
                case GROUP -> GROUPS.decide(state, request, draft, reading);
                case UNKNOWN -> throw unknown();
            };
        } catch (ScimException e) {
            return new Decision.Rejected(rejection(request, e, warnings));
        }
    }

    /** Refuses a request that can't be decided, for a reason that the decider doesn't know. */
    public static Decision refuse(WorkingSet state, ProvisioningRequest request, ScimException e) {
        Decision decided = new Decision.Rejected(rejection(request, e, List.of()));
        return request.getAsynchronous() ? Telling.of(state, request, decided) : decided;
    }

    /** The answer to a refused request. */
    private static ProvisioningResult rejection(ProvisioningRequest request, ScimException e, List<String> warnings) {
        ProvisioningResult result = Draft.result(request, e.status(), null, warnings);
        result.setScimType(e.scimType());
        result.setDetail(e.detail());
        return result;
    }

    /** How the client that made a request is understood. */
    static Dialect dialect(ProvisioningRequest request) {
        return new Dialect(
                Profile.named(request.getProfile()).orElseThrow(Decider::unknown),
                ExtensionSchemas.of(request.getSchemas().values()));
    }

    static ScimException unknown() {
        return new ScimException(
                501, null, "This worker is older than the ingest service and doesn't know the request; upgrade it.");
    }

    static ScimException gone(String type, String id) {
        return ScimException.notFound("There is no " + type + " with id " + id + " in this connection.");
    }

    static void checkVersion(ProvisioningRequest request, long version) {
        String ifMatch = request.getIfMatch();
        if (ifMatch != null && !Versions.matches(ifMatch, version)) {
            throw ScimException.preconditionFailed("The resource is at version " + Versions.etag(version)
                    + " and If-Match asks for another; read it again and repeat the change on what is there.");
        }
    }
}
