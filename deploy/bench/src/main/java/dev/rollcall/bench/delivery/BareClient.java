package dev.rollcall.bench.delivery;

import dev.rollcall.bench.population.Population;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/** The JDK's HTTP client on as many virtual threads as the worker has for an app, with nothing else to do. */
final class BareClient {

    private static final String TYPE = "application/json";

    private BareClient() {}

    /** Sends POSTs of a typical message to the app for as long; the app counts them. */
    static void send(URI url, int concurrency, Duration window) {
        String message = "{\"type\":\"user.created\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":{\"after\":"
                + Population.sample() + "}}";
        long end = System.nanoTime() + window.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var http = HttpClient.newBuilder().executor(threads).build();
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .header("Content-Type", TYPE)
                    .version(HttpClient.Version.HTTP_1_1)
                    .POST(BodyPublishers.ofString(message))
                    .build();
            for (int i = 0; i < concurrency; i++) {
                senders.submit(() -> {
                    while (System.nanoTime() < end) {
                        http.send(request, BodyHandlers.ofByteArray());
                    }
                    return null;
                });
            }
        }
    }
}
