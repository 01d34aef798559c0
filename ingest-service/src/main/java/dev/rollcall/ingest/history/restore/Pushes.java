package dev.rollcall.ingest.history.restore;

import dev.rollcall.event.Operation;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.request.Outcome;
import dev.rollcall.ingest.request.Push;
import dev.rollcall.ingest.request.Requests;
import dev.rollcall.ingest.request.RetryLaterException;
import dev.rollcall.schemas.scim.Dialect;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.Profile;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.scim.Versions;
import dev.rollcall.schemas.setting.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.node.ObjectNode;

/** Asks for changes in an operator's name, on the way that every client's take. Blocking. */
@Component
public final class Pushes {

    private final Requests requests;
    private final Settings settings;

    Pushes(Requests requests, Settings settings) {
        this.requests = requests;
        this.settings = settings;
    }

    /**
     * What became of one.
     *
     * @param isPredicted whether the worker hasn't decided it yet
     */
    public record Done(
            String txn,
            int status,
            @Nullable String detail,
            boolean isPredicted,
            @Nullable Object resource) {}

    /** A push of a connection; its client may have declared schemas, which hold here too. */
    public Push push(
            String connection,
            Operation operation,
            ResourceType type,
            String resource,
            @Nullable Long version,
            @Nullable ObjectNode body,
            Push.Origin origin) {
        var declared = settings.connection(connection)
                .map(setting -> ExtensionSchemas.of(setting.value().getSchemas().values()))
                .orElse(ExtensionSchemas.NONE)
                .of(type == ResourceType.USER ? "User" : "Group");
        return new Push(
                connection,
                operation,
                type,
                resource,
                version == null ? null : Versions.etag(version),
                body == null ? null : ScimJson.write(body),
                new Dialect(Profile.PINGONE, declared),
                null,
                null,
                false,
                false,
                origin);
    }

    /** @throws ResponseStatusException 429 or 503 when it can't be taken now */
    public Done make(Push push) {
        try {
            return take(push);
        } catch (RetryLaterException e) {
            var later = new ResponseStatusException(HttpStatusCode.valueOf(e.status()), e.detail());
            later.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(e.seconds()));
            throw later;
        } catch (ScimException e) {
            throw new ResponseStatusException(HttpStatusCode.valueOf(e.status()), e.detail());
        }
    }

    private Done take(Push push) {
        try (Requests.Sent sent = requests.publish(push)) {
            Outcome outcome = sent.outcome();
            var result = outcome.result();
            return new Done(
                    sent.txn(),
                    result.getStatus(),
                    result.getDetail(),
                    outcome instanceof Outcome.Predicted,
                    result.getResource());
        }
    }

    /** What would become of it. */
    Done rehearse(Push push) {
        var result = requests.rehearse(push);
        return new Done("", result.getStatus(), result.getDetail(), true, null);
    }
}
