package dev.rollcall.bench.recovery;

import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.load.Call;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.population.Person;
import dev.rollcall.bench.report.RecoveryResult;
import dev.rollcall.bench.target.Waiting;
import dev.rollcall.schemas.subscribe.Subscriber;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/** A service that subscribes for the first time: everybody that there is, and then what happens. */
final class Bootstrap {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Calls calls;
    private final LoadGenerator generator;
    private final String kafka;
    private final String registry;

    /** @param registry any URL of it */
    Bootstrap(Calls calls, LoadGenerator generator, String kafka, String registry) {
        this.calls = calls;
        this.generator = generator;
        this.kafka = kafka;
        this.registry = URI.create(registry).resolve("/apis/registry/v3").toString();
    }

    /** @param somebody who is changed when the snapshot is told */
    RecoveryResult run(Held held, Person somebody) {
        BareRead.measure(kafka);
        double limit = BareRead.measure(kafka);
        var newcomer = new Newcomer();
        try (Subscriber subscriber = Subscriber.of("bench-" + UUID.randomUUID(), newcomer)
                .kafka(kafka)
                .registry(registry)
                .build()) {
            long began = System.nanoTime();
            subscriber.start();
            boolean isComplete = Waiting.until(newcomer::isComplete, PATIENCE);
            long nanos = newcomer.snapshotNanos() - began;
            change(somebody);
            boolean isFollowing = Waiting.until(() -> newcomer.knowsChangeOf(somebody.id()), PATIENCE);
            long whole = System.nanoTime() - began;
            double rps = newcomer.records() * 1e9 / Math.max(1, nanos);
            boolean isWell = isComplete
                    && isFollowing
                    && newcomer.users() >= held.users()
                    && newcomer.memberships() >= held.memberships();
            return new RecoveryResult(
                    BenchCase.BOOTSTRAP.label(),
                    newcomer.users(),
                    newcomer.memberships(),
                    newcomer.records(),
                    Rebuilding.round(nanos / 1e9),
                    Rebuilding.round(whole / 1e9),
                    Rebuilding.round(rps),
                    Rebuilding.round(limit),
                    Rebuilding.round(rps / limit),
                    null,
                    0,
                    List.of(),
                    isWell ? null : "it wasn't told everybody, or not what happened then");
        }
    }

    private void change(Person person) {
        Iterator<Call> once = List.of(calls.send("PUT", "/Users/" + person.id(), person.body("Subscribed")))
                .iterator();
        generator.run(calls.server(), 1, PATIENCE, _ -> once.hasNext() ? once.next() : null);
    }
}
