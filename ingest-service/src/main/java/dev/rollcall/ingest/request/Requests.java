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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes pushes: publishes each, awaits its result, and predicts it when none comes in time. */
@Component
public final class Requests {

    private static final Logger log = LoggerFactory.getLogger(Requests.class);
    private static final String TYPE = "dev.rollcall.request.v1";

    /** On top of the deadline, for a result that the worker wrote just before it. */
    private static final Duration GRACE = Duration.ofMillis(100);

    /** How long a prediction may take; while MongoDB is away, those of a connection fail one after the other. */
    private static final Duration PREDICTION = Duration.ofSeconds(4);

    private final RecordPublisher publisher;
    private final Awaiting awaiting;
    private final Backlog backlog;
    private final Predictions predictions;
    private final MeterRegistry meters;
    private final Scheduler blocking;
    private final Clock clock;
    private final Duration timeout;

    Requests(
            RecordPublisher publisher,
            Awaiting awaiting,
            Backlog backlog,
            Predictions predictions,
            MeterRegistry meters,
            Scheduler blocking,
            Clock clock,
            RequestProperties properties) {
        this.publisher = publisher;
        this.awaiting = awaiting;
        this.backlog = backlog;
        this.predictions = predictions;
        this.meters = meters;
        this.blocking = blocking;
        this.clock = clock;
        this.timeout = properties.resultTimeout();
    }

    /**
     * The push's outcome, on a virtual thread.
     *
     * @throws RetryLaterException as an error, 429 when too much is waiting, 503 when Kafka or (to predict) MongoDB is away
     */
    public Mono<Outcome> send(Push push) {
        return Mono.defer(() -> {
                    backlog.admit(push.connection());
                    ProvisioningRequest request = request(push);
                    CompletableFuture<ProvisioningResult> own = awaiting.add(request.getId());
                    return publish(push, request)
                            .then(Mono.defer(() -> outcome(push, request, own)))
                            .doOnNext(outcome -> count(push, outcome.label()))
                            .doFinally(_ -> awaiting.remove(request.getId()));
                })
                .subscribeOn(blocking);
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
                .build();
    }

    private Mono<Void> publish(Push push, ProvisioningRequest request) {
        String subject = switch (push.type()) {
            case USER -> "/Users/";
            case GROUP -> "/Groups/";
            case UNKNOWN -> "/";
        };
        var event = new CloudEvent(
                request.getId(), TYPE, push.connection(), subject + push.resource(), request.getTime(), 0);
        return Mono.fromCallable(() -> publisher.publish(
                        Topics.REQUESTS, push.connection(), request, event.headers(push.traceparent())))
                .flatMap(sent -> Mono.fromFuture(sent, true))
                .onErrorMap(e -> notPublished(push, e))
                .then();
    }

    private Throwable notPublished(Push push, Throwable failure) {
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

    private Mono<Outcome> outcome(Push push, ProvisioningRequest request, CompletableFuture<ProvisioningResult> own) {
        Duration left = Duration.between(clock.instant(), request.getDeadline().plus(GRACE));
        return Mono.fromFuture(own, true)
                .<Outcome>map(Outcome.Applied::new)
                .timeout(left.isNegative() ? Duration.ZERO : left)
                .publishOn(blocking)
                .onErrorResume(
                        TimeoutException.class,
                        _ -> Mono.fromCallable(() -> predictions.predict(request, push.wantsMembers(), own))
                                .subscribeOn(blocking)
                                .timeout(PREDICTION, Mono.error(Requests::notPredicted))
                                .doOnError(_ -> count(push, "timeout")));
    }

    private static Throwable notPredicted() {
        return RetryLaterException.unavailable(
                "This push was taken, but what it will come to can't be told at the moment. Repeat it later.");
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
