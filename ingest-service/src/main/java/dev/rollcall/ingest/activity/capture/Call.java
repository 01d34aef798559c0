package dev.rollcall.ingest.activity.capture;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.CallOutcome;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.RequestLogEntry;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.ingest.request.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;

/** What is noted of one SCIM call, or of one operation of a bulk request, by those who handle it. */
public final class Call {

    private static final String ATTRIBUTE = Call.class.getName();
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_FAILURE = 500;

    private final RequestLogEntry entry = new RequestLogEntry();
    private final long start = System.nanoTime();
    private final List<Call> parts = new ArrayList<>();
    private @Nullable ScimClient client;
    private @Nullable MultiValueMap<String, String> query;
    private byte @Nullable [] body;
    private boolean isEnded;

    Call() {
        entry.setId("");
        entry.setOutcome(CallOutcome.ANSWERED);
        entry.setOperation(Operation.UNKNOWN);
        entry.setResourceType(ResourceType.UNKNOWN);
        entry.setWarnings(List.of());
        entry.setKinds(List.of());
    }

    /** The notes on the call of an exchange. */
    public static Call of(ServerWebExchange exchange) {
        return (Call) exchange.getAttributes().computeIfAbsent(ATTRIBUTE, _ -> new Call());
    }

    /** The credential is right. */
    public void by(ScimClient known) {
        client = known;
        entry.setCredential(known.credential());
    }

    /** It is about a resource, or with null about all of a type. */
    public void on(ResourceType type, @Nullable String resource) {
        entry.setResourceType(type);
        entry.setResource(resource);
    }

    /** It is part of a trace (W3C Trace Context). */
    public void within(@Nullable String traceparent) {
        entry.setTraceparent(traceparent);
    }

    /** It asks for a change. */
    public void asks(Operation operation) {
        entry.setOperation(operation);
    }

    /** Its body, of which a redacted copy is kept when it is refused. */
    public void sends(byte @Nullable [] bytes) {
        body = bytes;
    }

    /** It lists resources; the query may have come in its body. */
    public void searches(MultiValueMap<String, String> parameters) {
        query = parameters;
    }

    /** The list has so many in all; null where nobody counted. */
    public void found(@Nullable Long total) {
        entry.setFound(total);
    }

    /** It is on its way to the log of requests. */
    public void sent(String txn) {
        entry.setTxn(txn);
    }

    /** It is on the log of requests, and answered before it is decided. */
    public void accepted() {
        entry.setOutcome(CallOutcome.ACCEPTED);
    }

    /** What became of the push. */
    public void became(Outcome outcome) {
        ProvisioningResult result = outcome.result();
        Entries.tell(entry, result);
        if (outcome instanceof Outcome.Predicted) {
            entry.setOutcome(CallOutcome.PREDICTED);
            // the worker numbers them
            entry.setSequence(null);
        }
    }

    /** What it is answered instead of what it asked for. */
    public void refused(@Nullable String scimType, String detail) {
        entry.setScimType(scimType);
        entry.setDetail(detail);
    }

    /** An operation of this bulk request, by what it says. */
    public Call part(String method, String path) {
        var part = new Call();
        String verb = method.toUpperCase(Locale.ROOT);
        part.entry.setMethod(METHODS.contains(verb) ? verb : Redaction.ELLIPSIS);
        part.entry.setPath(Redaction.path(path));
        parts.add(part);
        return part;
    }

    /** Of an operation of a bulk request: how it ended. */
    public void ends(int status) {
        entry.setStatus(status);
        entry.setDurationMicros(micros());
    }

    List<Call> parts() {
        return parts;
    }

    @Nullable
    ScimClient client() {
        return client;
    }

    /** Whether its credential is one of the connection's. */
    boolean isBy(String connection) {
        return client != null && client.connection().equals(connection);
    }

    @Nullable
    MultiValueMap<String, String> query() {
        return query;
    }

    /** The body, if it is worth keeping: a refused one that isn't on the log of requests. */
    byte @Nullable [] refusedBody() {
        int status = entry.getStatus();
        boolean isItsFault = status >= FIRST_ERROR && status < FIRST_FAILURE && status != 429;
        return isItsFault && entry.getTxn() == null ? body : null;
    }

    long micros() {
        return (System.nanoTime() - start) / 1_000;
    }

    /** Whether this is the first time that it is asked. */
    boolean end() {
        boolean isFirst = !isEnded;
        isEnded = true;
        return isFirst;
    }

    /** The entry of a call that ended with a status, or 0 when its client is gone. */
    RequestLogEntry entry(int status) {
        entry.setId(UuidCreator.getTimeOrderedEpoch().toString());
        entry.setStatus(status);
        if (status == 0) {
            entry.setOutcome(CallOutcome.ABANDONED);
        } else if (status >= FIRST_ERROR) {
            entry.setOutcome(status >= FIRST_FAILURE ? CallOutcome.FAILED : CallOutcome.REFUSED);
            if (entry.getOperation() == Operation.CREATE) {
                // there is none of this id
                entry.setResource(null);
            }
        }
        return entry;
    }

    RequestLogEntry entry() {
        return entry;
    }
}
