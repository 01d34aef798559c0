package dev.rollcall.sync.directory;

import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.schemas.decide.Decider;
import dev.rollcall.schemas.decide.Decision;
import dev.rollcall.schemas.decide.Need;
import dev.rollcall.schemas.decide.Needs;
import dev.rollcall.schemas.decide.NotLoadedException;
import dev.rollcall.schemas.decide.WorkingSet;
import dev.rollcall.schemas.directory.Part;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import dev.rollcall.sync.projection.LiveProjection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests, loads what they need in bulk, and decides them in order; writes nothing. */
final class Deciding {

    private static final Logger log = LoggerFactory.getLogger(Deciding.class);

    /** Pieces of state kept between batches; a few ten megabytes at most. */
    private static final int MAX_STATE = 20_000;

    private final AvroRecords records;
    private final LiveProjection directory;
    private final Guard guard;
    private final Clock clock;
    private final Step.Listener steps;

    /** What was loaded or written so far: the partition has one writer, so it stays true until that changes. */
    private WorkingSet state = new WorkingSet();

    Deciding(AvroRecords records, LiveProjection directory, Guard guard, Clock clock, Step.Listener steps) {
        this.records = records;
        this.directory = directory;
        this.guard = guard;
        this.clock = clock;
        this.steps = steps;
    }

    private record Request(ConsumerRecord<String, byte[]> record, ProvisioningRequest value) {}

    /**
     * What becomes of these requests.
     *
     * @throws RuntimeException when MongoDB or the registry can't be reached; call {@link #forget} then
     */
    Batch decide(List<ConsumerRecord<String, byte[]>> polled) {
        steps.reached(Step.POLLED);
        var batch = new Batch();
        List<Request> requests = read(polled, batch);
        Set<Need> needs = new LinkedHashSet<>();
        requests.forEach(request -> needs.addAll(Needs.of(request.value())));
        directory.load(needs, state);
        boolean isLoaded = guard.load(requests.stream()
                .map(request -> request.value().getConnection())
                .collect(Collectors.toSet()));
        if (isLoaded) {
            directory.require(Part.HEADCOUNTS, Part.USERS);
        }
        steps.reached(Step.LOADED);
        Instant newest = requests.stream()
                .map(request -> request.value().getTime())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        for (Request request : requests) {
            Decision decision = decide(request);
            state.apply(decision);
            guard.check(decision.changes(), batch);
            batch.add(decision, CloudEvent.text(request.record().headers(), CloudEvent.TRACEPARENT));
            if (decision instanceof Decision.Rejected rejected && isLate(request.value(), newest)) {
                batch.add(DeadLetters.refused(request.record(), request.value(), rejected.result(), now()));
            }
        }
        batch.endAt(polled.getLast().offset() + 1);
        // now and not before the next batch: what is kept by an idle partition may be a hundred thousand memberships
        if (state.size() > MAX_STATE) {
            state = state.withoutResources();
        }
        steps.reached(Step.DECIDED);
        return batch;
    }

    private List<Request> read(List<ConsumerRecord<String, byte[]>> polled, Batch batch) {
        var requests = new ArrayList<Request>();
        for (ConsumerRecord<String, byte[]> record : polled) {
            try {
                byte[] value = record.value() == null ? new byte[0] : record.value();
                requests.add(new Request(record, records.read(Topics.REQUESTS, value, ProvisioningRequest.class)));
            } catch (UnreadableRecordException e) {
                log.atWarn()
                        .addKeyValue("partition", record.partition())
                        .addKeyValue("offset", record.offset())
                        .log("A request can't be read and goes to the dead letters");
                batch.add(DeadLetters.unreadable(record, String.valueOf(e.getMessage()), now()));
            }
        }
        return requests;
    }

    /**
     * Drops what is known of the state: the batch that was decided on it may not have been committed. MongoDB must have
     * caught up with the log before the next batch, for it learns of sequences late.
     */
    void forget() {
        state = new WorkingSet();
        guard.forget();
    }

    private Decision decide(Request request) {
        while (true) {
            try {
                return Decider.decide(state, request.value());
            } catch (NotLoadedException e) {
                directory.load(e.needs(), state);
            } catch (RuntimeException e) {
                if (e instanceof com.mongodb.MongoException) {
                    throw e;
                }
                // one request that we can't decide must not hold up its connection for ever
                log.atError()
                        .addKeyValue("partition", request.record().partition())
                        .addKeyValue("offset", request.record().offset())
                        .setCause(e)
                        .log("A request can't be decided");
                var error = new ScimException(500, null, "Rollcall failed on this request; its operators can see why.");
                return Decider.refuse(state, request.value(), error);
            }
        }
    }

    /**
     * Whether ingest has answered with its own prediction by now, so that nobody hears of a refusal. It went by its own
     * clock; where ours is behind, newer requests tell how late it is there.
     *
     * @param newest time of all requests that were read
     */
    private boolean isLate(ProvisioningRequest request, Instant newest) {
        Instant now = now();
        return !(now.isAfter(newest) ? now : newest).isBefore(request.getDeadline());
    }

    private Instant now() {
        return clock.instant();
    }
}
