package dev.rollcall.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;

/**
 * Where everything listens, counted from the one port that a person chooses.
 *
 * @param http of the ingest service: SCIM, admin API and console
 */
public record Ports(int http) {

    /** How long the port of a Rollcall that was just killed may still be taken. */
    private static final Duration LINGERING = Duration.ofSeconds(5);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final int HIGHEST = 65_535;

    private enum Use {
        HTTP("HTTP"),
        KAFKA("Kafka"),
        KAFKA_CONTROLLER("Kafka's controller"),
        REGISTRY("the schema registry"),
        REGISTRY_MANAGEMENT("the schema registry's health"),
        MONGODB("MongoDB"),
        WORKER("the sync worker's health and metrics"),
        SCIM_APP("the sample SCIM app"),
        WEBHOOK("the sample webhook receiver"),
        FLAKY_SCIM_APP("the flaky SCIM app"),
        SLOW_WEBHOOK("the slow webhook receiver"),
        EVENT_RECEIVER("the sample event receiver");

        private final String words;

        Use(String words) {
            this.words = words;
        }
    }

    public Ports {
        if (http < 1 || http + Use.values().length - 1 > HIGHEST) {
            throw new CannotStartException("--port must be between 1 and " + (HIGHEST - Use.values().length + 1)
                    + ", for the ports after it are used too.");
        }
    }

    /** Of the first part of the embedded backend; the others follow it. */
    int backend() {
        return of(Use.KAFKA);
    }

    int worker() {
        return of(Use.WORKER);
    }

    public int scimApp() {
        return of(Use.SCIM_APP);
    }

    public int webhook() {
        return of(Use.WEBHOOK);
    }

    public int flakyScimApp() {
        return of(Use.FLAKY_SCIM_APP);
    }

    public int slowWebhook() {
        return of(Use.SLOW_WEBHOOK);
    }

    public int eventReceiver() {
        return of(Use.EVENT_RECEIVER);
    }

    /** @throws CannotStartException when one of them is taken */
    void requireFree() {
        for (Use use : Use.values()) {
            if (!becomesFree(of(use))) {
                throw new CannotStartException(
                        "Port %d, for %s, is in use. Choose another with --port; Rollcall takes that one and the %d after it."
                                .formatted(of(use), use.words, Use.values().length - 1));
            }
        }
    }

    private int of(Use use) {
        return http + use.ordinal();
    }

    private static boolean becomesFree(int port) {
        return Waiting.until(LINGERING, BETWEEN_TRIES, () -> isFree(port) ? Optional.of(port) : Optional.empty())
                .isPresent();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
