package dev.rollcall.bench.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Registers apps, and removes them in the end. */
final class AdminApi implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Setting apps up goes on while the ones before are busy already, which a small machine may find too much. */
    private static final int TRIES = 20;

    private static final int UNAVAILABLE = 503;
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String token;
    private final String connection;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    /** @param base URL of Rollcall's HTTP edge */
    AdminApi(URI base, String token, String connection) {
        this.base = base;
        this.token = token;
        this.connection = connection;
    }

    /** Makes an app that follows the connection from its beginning; returns its id. */
    String create(String kind, String name, URI url, String secret) {
        return create(kind, name, url, secret, JSON.createObjectNode());
    }

    /** @param more fields of the app */
    String create(String kind, String name, URI url, String secret, ObjectNode more) {
        ObjectNode app = JSON.createObjectNode()
                .put("name", name)
                .put("kind", kind)
                .put("url", url.toString())
                .put("secret", secret)
                .setAll(more);
        app.putArray("connections").add(connection);
        String id = send("POST", "", app.toString()).path("id").asString();
        made.add(id);
        return id;
    }

    /** Changes that the app wasn't brought yet; -1 when that isn't known now. */
    long lag(String app) {
        return send("GET", "/" + app, "").path("lag").asLong(-1);
    }

    /** Has the app compared with what it should have; returns the run's id. */
    String reconcile(String app) {
        return send("POST", "/" + app + "/reconciliations", "{}").path("id").asString();
    }

    /** How far a run is. */
    JsonNode reconciliation(String app, String run) {
        return send("GET", "/" + app + "/reconciliations/" + run, "");
    }

    void delete(String app) {
        send("DELETE", "/" + app, "");
        made.remove(app);
    }

    /** Removes all apps that it made. */
    void clear() {
        made.forEach(this::delete);
    }

    private JsonNode send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/v1/apps" + path))
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
                        method + " of an app: " + response.statusCode() + " " + response.body());
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
        clear();
        http.close();
    }
}
