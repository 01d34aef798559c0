package dev.rollcall.ingest.request;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.time.SteadyTime;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes pushes: publishes each, awaits its result, and predicts it when none comes in time. */
@Component
public final class Requests {

    private static final Logger log = LoggerFactory.getLogger(Requests.class);
    private static final String TYPE = "dev.rollcall.request.v1";

    /** On top of the deadline, for a result that the worker wrote just before it. */
    private static final Duration GRACE = Duration.ofMillis(100);

    /** The longest that is waited for a worker which says that it has the push in hand; clients hang up about then. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final RecordPublisher publisher;
    private final Awaiting awaiting;
    private final Backlog backlog;
    private final Predictions predictions;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Duration timeout;

    Requests(
            RecordPublisher publisher,
            Awaiting awaiting,
            Backlog backlog,
            Predictions predictions,
            MeterRegistry meters,
            Clock clock,
            RequestProperties properties) {
        this.publisher = publisher;
        this.awaiting = awaiting;
        this.backlog = backlog;
        this.predictions = predictions;
        this.meters = meters;
        this.clock = clock;
        this.timeout = properties.resultTimeout();
    }

    /**
     * Publishes the push and waits for nothing: pushes of one connection are decided in the order in which they are
     * published. What comes of it is asked of what is returned, which must be closed.
     *
     * @throws RetryLaterException 429 when too much is waiting
     */
    public Sent publish(Push push) {
        backlog.admit(push.connection());
        ProvisioningRequest request = request(push);
        Awaiting.Awaited own = awaiting.add(request.getId());
        if (push.asynchronous()) {
            predictions.expect(request);
        }
        CompletableFuture<RecordMetadata> written = publish(push, request);
        // whoever waits for the result hears of a failure at once; its success is told by the result
        written.exceptionally(failure -> {
            forget(request);
            own.result().completeExceptionally(failure);
            return null;
        });
        return new Sent(push, request, own, written);
    }

    /** A push on its way. */
    public final class Sent implements AutoCloseable {

        private final Push push;
        private final ProvisioningRequest request;
        private final Awaiting.Awaited own;
        private final CompletableFuture<RecordMetadata> written;
        private final Instant began = SteadyTime.CLOCK.instant();

        private Sent(
                Push push,
                ProvisioningRequest request,
                Awaiting.Awaited own,
                CompletableFuture<RecordMetadata> written) {
            this.push = push;
            this.request = request;
            this.own = own;
            this.written = written;
        }

        /**
         * Its outcome. Blocks until the worker has told it, or it is predicted.
         *
         * @throws RetryLaterException 503 when Kafka or (to predict) MongoDB is away
         */
        public Outcome outcome() {
            Optional<Outcome> outcome = waitUntil(began.plus(timeout).plus(GRACE));
            Instant longest = began.plus(LONGEST_WAIT);
            while (outcome.isEmpty() && own.inHandUntil().isAfter(SteadyTime.CLOCK.instant())) {
                if (SteadyTime.CLOCK.instant().isAfter(longest)) {
                    count(push, "timeout");
                    throw RetryLaterException.unavailable(
                            "This push was taken and is being applied, which takes longer than a minute.");
                }
                outcome = waitUntil(own.inHandUntil());
            }
            return outcome.orElseGet(() -> {
                Outcome predicted = predict(push, request, own.result());
                count(push, predicted.label());
                return predicted;
            });
        }

        private Optional<Outcome> waitUntil(Instant end) {
            return waitFor(Duration.between(SteadyTime.CLOCK.instant(), end));
        }

        /** The id of the request. */
        public String txn() {
            return request.getId();
        }

        /**
         * The worker's own outcome if it is there; empty when the push is durable but not yet decided. Predicts nothing
         * and waits for nothing; what is predicted later takes this push into account.
         */
        public Optional<Outcome> outcomeSoFar() {
            predictions.expect(request, own.result());
            return outcomeWithin(Duration.ZERO);
        }

        /** The worker's own outcome if it comes in time; empty when the push is durable but not yet decided. */
        public Optional<Outcome> outcomeWithin(Duration patience) {
            Optional<Outcome> outcome = waitFor(patience);
            if (outcome.isEmpty()) {
                count(push, "accepted");
            }
            return outcome;
        }

        private Optional<Outcome> waitFor(Duration left) {
            try {
                Outcome applied =
                        new Outcome.Applied(own.result().get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS));
                count(push, applied.label());
                return Optional.of(applied);
            } catch (TimeoutException e) {
                return durable();
            } catch (ExecutionException e) {
                throw notPublished(push, Objects.requireNonNullElse(e.getCause(), e));
            } catch (InterruptedException e) {
                throw gone();
            }
        }

        /** What may not be on the log isn't taken. */
        private Optional<Outcome> durable() {
            try {
                written.get();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw notPublished(push, Objects.requireNonNullElse(e.getCause(), e));
            } catch (InterruptedException e) {
                throw gone();
            }
        }

        @Override
        public void close() {
            awaiting.remove(request.getId());
        }
    }

    /** The client went away; what it sent is decided all the same. */
    private static CancellationException gone() {
        Thread.currentThread().interrupt();
        return new CancellationException();
    }

    /**
     * What would most likely become of the push, which isn't made. Blocking.
     *
     * @throws com.mongodb.MongoException when the directory can't be reached
     */
    public ProvisioningResult rehearse(Push push) {
        return predictions.rehearse(request(push));
    }

    private ProvisioningRequest request(Push push) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Push.Origin origin = push.origin();
        return ProvisioningRequest.newBuilder()
                .setId(UuidCreator.getTimeOrderedEpoch().toString())
                .setConnection(push.connection())
                .setTime(now)
                .setDeadline(now.plus(timeout))
                .setOperation(push.operation())
                .setResourceType(push.type())
                .setResource(push.resource())
                .setIfMatch(push.ifMatch())
                .setBody(push.body())
                .setCredential(push.credential())
                .setProfile(push.dialect().profile().label())
                .setSchemas(
                        push.body() == null
                                ? Map.of()
                                : push.dialect()
                                        .extensions()
                                        .neededBy(push.body(), push.operation() == Operation.REPLACE))
                .setAsynchronous(push.asynchronous())
                .setCause(origin == null ? null : origin.cause())
                .setOperator(origin == null ? null : origin.operator())
                .setReason(origin == null ? null : origin.reason())
                .build();
    }

    private CompletableFuture<RecordMetadata> publish(Push push, ProvisioningRequest request) {
        String subject = switch (push.type()) {
            case USER -> "/Users/";
            case GROUP -> "/Groups/";
            case UNKNOWN -> "/";
        };
        var event = new CloudEvent(
                request.getId(), TYPE, push.connection(), subject + push.resource(), request.getTime(), 0);
        try {
            return publisher.publish(Topics.REQUESTS, push.connection(), request, event.headers(push.traceparent()));
        } catch (InterruptException e) {
            awaiting.remove(request.getId());
            forget(request);
            throw gone();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void forget(ProvisioningRequest request) {
        if (request.getAsynchronous()) {
            predictions.forget(request);
        }
    }

    private RuntimeException notPublished(Push push, Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            return new ScimException(413, null, "The body is too large for one request; send less at once.");
        }
        log.atWarn()
                .addKeyValue("connection", push.connection())
                .addKeyValue("cause", failure.getClass().getSimpleName())
                .log("A request couldn't be published");
        count(push, "timeout");
        return RetryLaterException.unavailable(
                "The log of requests can't be written at the moment, so this push wasn't taken. Repeat it later.");
    }

    private Outcome predict(Push push, ProvisioningRequest request, CompletableFuture<ProvisioningResult> own) {
        try {
            return predictions.predict(request, push.wantsMembers(), own);
        } catch (RuntimeException e) {
            count(push, "timeout");
            throw e;
        }
    }

    private void count(Push push, String outcome) {
        meters.counter(
                        "rollcall.requests",
                        "operation",
                        push.operation().name().toLowerCase(Locale.ROOT),
                        "outcome",
                        outcome)
                .increment();
    }
}
