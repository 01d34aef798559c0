package dev.rollcall.standalone.demo.pingone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The SCIM server that PingOne provisions to, with a static bearer token. */
final class ScimServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TRIES = 5;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String base;
    private final String token;
    private final PushLog log;

    /** @param base URL without a slash at the end */
    ScimServer(String base, String token, PushLog log) {
        this.base = base;
        this.token = token;
        this.log = log;
    }

    /** The first resource that a filter finds. */
    Optional<ObjectNode> find(String endpoint, String filter) {
        String query = URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
        log.lookedUp();
        JsonNode list = taken("GET " + endpoint, send("GET", endpoint + "?filter=" + query, BodyPublishers.noBody()));
        return list.path("Resources").path(0) instanceof ObjectNode found ? Optional.of(found) : Optional.empty();
    }

    Optional<ObjectNode> get(String endpoint, String id) {
        log.lookedUp();
        HttpResponse<String> response = send("GET", endpoint + "/" + id, BodyPublishers.noBody());
        return response.statusCode() == 404
                ? Optional.empty()
                : Optional.of((ObjectNode) taken("GET " + endpoint, response));
    }

    ObjectNode post(String endpoint, ObjectNode resource) {
        return (ObjectNode) push("POST " + endpoint, "POST", endpoint, resource, null);
    }

    /** @param before the resource as it was read */
    ObjectNode put(String endpoint, ObjectNode before, ObjectNode resource) {
        String path = endpoint + "/" + before.path("id").asString();
        return (ObjectNode) push(
                "PUT " + endpoint, "PUT", path, resource, before.path("meta").path("version"));
    }

    void delete(String endpoint, String id) {
        long begin = System.nanoTime();
        HttpResponse<String> response = send("DELETE", endpoint + "/" + id, BodyPublishers.noBody());
        boolean isAbsent = response.statusCode() == 404;
        if (!isAbsent) {
            taken("DELETE " + endpoint, response);
        }
        log.pushed("DELETE " + endpoint, System.nanoTime() - begin, isAbsent);
    }

    private JsonNode push(
            String kind,
            String method,
            String path,
            ObjectNode resource,
            @org.jspecify.annotations.Nullable JsonNode version) {
        long begin = System.nanoTime();
        BodyPublisher body = BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(resource));
        JsonNode answer = taken(kind, send(method, path, body));
        boolean isNoOp = version != null && answer.path("meta").path("version").equals(version);
        log.pushed(kind, System.nanoTime() - begin, isNoOp);
        return answer;
    }

    private JsonNode taken(String kind, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status < 200 || status >= 300) {
            log.refused(kind, status);
            throw new RefusedException(kind + " was answered " + status + ": " + response.body());
        }
        return response.body().isEmpty()
                ? JsonMapper.shared().createObjectNode()
                : JsonMapper.shared().readTree(response.body());
    }

    /** Waits and tries again where the server asks for it. */
    private HttpResponse<String> send(String method, String path, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/scim+json")
                .header("Content-Type", "application/scim+json")
                .method(method, body)
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            for (int tries = 1; isBusy(response) && tries < TRIES; tries++) {
                Thread.sleep(Duration.ofSeconds(
                        response.headers().firstValueAsLong("Retry-After").orElse(1)));
                response = http.send(request, BodyHandlers.ofString());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while pushing", e);
        }
    }

    private static boolean isBusy(HttpResponse<?> response) {
        return response.statusCode() == TOO_MANY || response.statusCode() == UNAVAILABLE;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
