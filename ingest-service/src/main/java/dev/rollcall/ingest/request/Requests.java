package dev.rollcall.ingest.request;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.schemas.scim.ScimException;
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
     * The push's outcome. Blocks until the worker has told it, or it is predicted.
     *
     * @throws RetryLaterException 429 when too much is waiting, 503 when Kafka or (to predict) MongoDB is away
     */
    public Outcome send(Push push) {
        backlog.admit(push.connection());
        ProvisioningRequest request = request(push);
        CompletableFuture<ProvisioningResult> own = awaiting.add(request.getId());
        try {
            Outcome outcome = outcome(push, request, own);
            count(push, outcome.label());
            return outcome;
        } catch (InterruptedException | InterruptException e) {
            // the client went away; what it sent is decided all the same
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } finally {
            awaiting.remove(request.getId());
        }
    }

    private ProvisioningRequest request(Push push) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
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
                                : push.dialect().extensions().namedIn(push.body()))
                .build();
    }

    private Outcome outcome(Push push, ProvisioningRequest request, CompletableFuture<ProvisioningResult> own)
            throws InterruptedException {
        try {
            CompletableFuture<RecordMetadata> sent = publish(push, request);
            // whoever waits for the result hears of a failure at once; its success is told by the result
            sent.exceptionally(failure -> {
                own.completeExceptionally(failure);
                return null;
            });
            Duration left =
                    Duration.between(clock.instant(), request.getDeadline().plus(GRACE));
            try {
                return new Outcome.Applied(own.get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                // what may not be on the log isn't predicted
                sent.get();
                return predict(push, request, own);
            }
        } catch (ExecutionException e) {
            throw notPublished(push, Objects.requireNonNullElse(e.getCause(), e));
        }
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
            throw e;
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
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
