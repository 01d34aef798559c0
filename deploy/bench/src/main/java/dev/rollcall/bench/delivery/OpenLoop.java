package dev.rollcall.bench.delivery;

import dev.rollcall.bench.population.Person;
import dev.rollcall.bench.target.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Creates users at a steady rate, whether the ones before are answered or not. */
final class OpenLoop {

    private static final int CREATED = 201;

    private final Target target;
    private final HttpClient http = HttpClient.newHttpClient();
    private long number = System.currentTimeMillis();

    OpenLoop(Target target) {
        this.target = target;
    }

    /** Returns how many were created; each is stamped with when it was to be sent, not when it was. */
    int push(int perSecond, Duration window) {
        long began = System.nanoTime();
        long step = Duration.ofSeconds(1).dividedBy(perSecond).toNanos();
        var created = new AtomicInteger();
        var answers = new ArrayList<CompletableFuture<Void>>();
        for (long due = began; due - began < window.toNanos(); due += step) {
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            answers.add(http.sendAsync(create(due), BodyHandlers.discarding())
                    .thenAccept(answer -> created.addAndGet(answer.statusCode() == CREATED ? 1 : 0)));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        return created.get();
    }

    private HttpRequest create(long due) {
        number++;
        String body = new Person("", "stamped-" + number, number).body(Stamp.title(due));
        return HttpRequest.newBuilder(URI.create(target.scim() + "/Users"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + target.token())
                .header("Content-Type", "application/scim+json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
