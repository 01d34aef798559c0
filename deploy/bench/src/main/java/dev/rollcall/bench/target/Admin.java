package dev.rollcall.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The admin API of the Rollcall that is measured. */
public final class Admin implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What is asked comes while it is busy already, which a small machine may find too much. */
    private static final int TRIES = 20;

    private static final int UNAVAILABLE = 503;
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String token;

    public Admin(Target target) {
        this.base = target.scim().resolve("/api/v1/");
        this.token = Objects.requireNonNull(target.admin(), "the admin token");
    }

    public JsonNode get(String path) {
        return send("GET", path, "");
    }

    public JsonNode post(String path, String json) {
        return send("POST", path, json);
    }

    public void delete(String path) {
        send("DELETE", path, "");
    }

    /** Missing where nothing is answered. */
    private JsonNode send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            for (int tries = 1; response.statusCode() == UNAVAILABLE && tries < TRIES; tries++) {
                Thread.sleep(BETWEEN);
                response = http.send(request, BodyHandlers.ofString());
            }
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " of " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
