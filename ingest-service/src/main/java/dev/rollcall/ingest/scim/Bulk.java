package dev.rollcall.ingest.scim;

import com.mongodb.MongoException;
import dev.rollcall.event.Operation;
import dev.rollcall.ingest.activity.capture.Call;
import dev.rollcall.ingest.request.Outcome;
import dev.rollcall.ingest.request.Push;
import dev.rollcall.ingest.request.Requests;
import dev.rollcall.ingest.request.RetryLaterException;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does the operations of one bulk request. They are published one after the other without waiting, for a connection's
 * requests are decided in order; only what refers to a resource waits until that is created, and with failOnErrors
 * each waits for the one before. Blocking, used once.
 */
final class Bulk implements AutoCloseable {

    private static final String UNTOLD =
            "This operation was taken, but what it will come to can't be told at the" + " moment. Repeat it later.";

    private final Requests requests;
    private final PushBodies bodies;
    private final BulkCall call;
    private final BulkRequest request;
    private final Map<Integer, Requests.Sent> sent = new HashMap<>();
    private final Map<Integer, ObjectNode> done = new TreeMap<>();
    private final Map<String, Integer> creations = new HashMap<>();
    private final Map<Integer, BulkOperation> operations = new HashMap<>();
    private final Set<Integer> failed = new HashSet<>();
    /** Whether one took its time to find out that nothing can be predicted: the others needn't. */
    private boolean cannotTell;

    private final Map<Integer, Call> notes = new HashMap<>();

    Bulk(Requests requests, PushBodies bodies, BulkCall call, BulkRequest request) {
        this.requests = requests;
        this.bodies = bodies;
        this.call = call;
        this.request = request;
    }

    /** The answers in the order of the request; those that failOnErrors left undone are missing. */
    List<ObjectNode> run() {
        boolean oneByOne = request.failOnErrors() > 0;
        for (int position : request.order()) {
            if (oneByOne && failed.size() >= request.failOnErrors()) {
                break;
            }
            start(position);
            if (oneByOne) {
                finish(position);
            }
        }
        List.copyOf(sent.keySet()).forEach(this::finish);
        return List.copyOf(done.values());
    }

    private void start(int position) {
        BulkRequest.Item item = request.items().get(position);
        BulkOperation operation = item.operation();
        Call note = note(item.sent());
        notes.put(position, note);
        if (operation == null) {
            fail(position, item.refusal());
            return;
        }
        try {
            note.asks(operation.operation());
            awaitReferences(operation);
            BulkOperation resolved = BulkIds.resolved(operation, request.ids());
            operations.put(position, resolved);
            if (resolved.operation() == Operation.CREATE && resolved.bulkId() != null) {
                creations.put(resolved.bulkId(), position);
            }
            Push push = push(resolved);
            note.on(push.type(), push.resource());
            Requests.Sent one = requests.publish(push);
            note.sent(one.txn());
            sent.put(position, one);
        } catch (ScimException e) {
            fail(position, e);
        } catch (RetryLaterException e) {
            fail(position, new ScimException(e.status(), null, e.detail()));
        }
    }

    /** @throws ScimException 409 when what it refers to couldn't be created (RFC 7644 §3.7.1) */
    private void awaitReferences(BulkOperation operation) {
        for (String name : BulkIds.of(operation)) {
            Integer position = creations.get(name);
            if (position != null) {
                finish(position);
                if (failed.contains(position)) {
                    throw new ScimException(
                            409, null, "A resource that this operation refers to by bulkId couldn't be created.");
                }
            }
        }
    }

    private void finish(int position) {
        Requests.Sent one = sent.remove(position);
        if (one == null) {
            return;
        }
        try (one) {
            Outcome outcome = (cannotTell ? one.outcomeSoFar() : Optional.of(one.outcome()))
                    .orElseThrow(() -> new ScimException(503, null, UNTOLD));
            note(position).became(outcome);
            ScimException refusal = PushAnswer.refusal(outcome.result());
            if (refusal == null) {
                note(position).ends(outcome.result().getStatus());
                done.put(position, BulkAnswer.done(item(position), operations.get(position), call, outcome.result()));
            } else {
                fail(position, refusal);
            }
        } catch (ScimException e) {
            fail(position, e);
        } catch (RetryLaterException e) {
            cannotTell = true;
            fail(position, new ScimException(e.status(), null, e.detail()));
        } catch (MongoException e) {
            cannotTell = true;
            fail(position, new ScimException(503, null, UNTOLD));
        }
    }

    private void fail(int position, @Nullable ScimException refusal) {
        failed.add(position);
        ScimException why = refusal == null ? ScimException.invalidSyntax("It can't be read.") : refusal;
        note(position).refused(why.scimType(), why.detail());
        note(position).ends(why.status());
        done.put(position, BulkAnswer.failed(item(position), operations.get(position), call, why));
    }

    private Call note(int position) {
        return Objects.requireNonNull(notes.get(position));
    }

    private Call note(ObjectNode sent) {
        return call.notes()
                .part(sent.path("method").asString(""), sent.path("path").asString(""));
    }

    private ObjectNode item(int position) {
        return request.items().get(position).sent();
    }

    private Push push(BulkOperation operation) {
        ObjectNode data = operation.data();
        return new Push(
                call.client().connection(),
                operation.operation(),
                operation.endpoint().type(),
                resource(operation),
                operation.version(),
                operation.operation() == Operation.DELETE || data == null
                        ? null
                        : bodies.read(
                                operation.endpoint(),
                                operation.operation(),
                                call.dialect(operation.endpoint()),
                                ScimJson.writeBytes(data)),
                call.dialect(operation.endpoint()),
                call.client().credential(),
                call.traceparent(),
                false,
                false);
    }

    private String resource(BulkOperation operation) {
        return operation
                .target()
                .map(target -> ScimCall.known(operation.endpoint(), target))
                .orElseGet(() -> String.valueOf(request.ids().get(String.valueOf(operation.bulkId()))));
    }

    @Override
    public void close() {
        sent.values().forEach(Requests.Sent::close);
    }
}
