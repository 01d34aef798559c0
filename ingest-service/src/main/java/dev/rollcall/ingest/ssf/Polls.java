package dev.rollcall.ingest.ssf;

import com.nimbusds.jose.jwk.RSAKey;
import dev.rollcall.ingest.credential.SigningKeys;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.QueuedToken;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Serves polls: first what is acknowledged and refused goes, then the oldest tokens that wait come, again and again until
 * they go. Who waits for one holds no thread; any instance serves anybody.
 */
@Component
final class Polls implements SmartLifecycle {

    private final EventQueue queue;
    private final RefusedTokens refused;
    private final SigningKeys keys;
    private final PollProperties properties;
    private final Clock clock;
    private final Scheduler blocking;
    private volatile Sinks.@Nullable Empty<Void> stopping;

    Polls(
            EventQueue queue,
            RefusedTokens refused,
            SigningKeys keys,
            PollProperties properties,
            Clock clock,
            Scheduler blocking) {
        this.queue = queue;
        this.refused = refused;
        this.keys = keys;
        this.properties = properties;
        this.clock = clock;
        this.blocking = blocking;
    }

    Mono<PollResponse> poll(String app, PollRequest request) {
        int most = request.atMost(properties.maxEvents());
        Mono<List<QueuedToken>> head = Mono.fromCallable(() -> queue.head(app, most + 1))
                .subscribeOn(blocking)
                .filter(found -> !found.isEmpty());
        return settle(app, request)
                .then(request.waits() ? awaited(head) : head)
                .defaultIfEmpty(List.of())
                .publishOn(blocking)
                .flatMap(found -> answer(found, most));
    }

    private Mono<Void> settle(String app, PollRequest request) {
        return Mono.<Void>fromRunnable(() -> {
                    refused.refuse(app, request.refused());
                    queue.settle(app, request.acknowledged(), clock.instant());
                })
                .subscribeOn(blocking);
    }

    private Mono<List<QueuedToken>> awaited(Mono<List<QueuedToken>> head) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> end = stopping;
            return end == null
                    ? head
                    : head.repeatWhenEmpty(empty -> empty.delayElements(properties.interval()))
                            .takeUntilOther(Mono.firstWithSignal(
                                    end.asMono(),
                                    Mono.delay(properties.longestWait()).then()));
        });
    }

    /** Tokens are signed when they are fetched: so they are always signed with a key that is trusted then. */
    private Mono<PollResponse> answer(List<QueuedToken> found, int most) {
        List<QueuedToken> given = fitting(found.subList(0, Math.min(most, found.size())));
        boolean isMore = given.size() < found.size();
        return given.isEmpty()
                ? Mono.just(new PollResponse(Map.of(), isMore))
                : keys.signing().publishOn(blocking).map(key -> new PollResponse(signed(given, key), isMore));
    }

    private List<QueuedToken> fitting(List<QueuedToken> tokens) {
        long size = 0;
        for (int i = 0; i < tokens.size(); i++) {
            size += tokens.get(i).token().claims().length();
            if (i > 0 && size > properties.maxSize().toBytes()) {
                return tokens.subList(0, i);
            }
        }
        return tokens;
    }

    private static Map<String, String> signed(List<QueuedToken> tokens, RSAKey key) {
        var sets = new LinkedHashMap<String, String>();
        tokens.forEach(token -> sets.put(token.token().jti(), token.token().sign(key)));
        return sets;
    }

    @Override
    public void start() {
        stopping = Sinks.empty();
    }

    /** Before the web server, which would wait for those who wait. */
    @Override
    public void stop() {
        Sinks.Empty<Void> end = stopping;
        stopping = null;
        if (end != null) {
            end.tryEmitEmpty();
        }
    }

    @Override
    public boolean isRunning() {
        return stopping != null;
    }
}
