package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls SCIM and tells every answer as it is, with how long it took.
 *
 * @param token empty for none
 */
record ScimClient(HttpClient http, String base, String token) {

    /** Longer than any answer may take: hanging is a failure, and told as one. */
    private static final Duration HANGS = Duration.ofSeconds(40);

    private static final Duration LONGEST = Duration.ofSeconds(20);

    static ScimClient of(String base, String token) {
        return new ScimClient(HttpClient.newHttpClient(), base, token);
    }

    record Answer(String call, HttpResponse<String> response, Duration took) {

        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            return response.body().isEmpty()
                    ? JsonMapper.shared().missingNode()
                    : JsonMapper.shared().readTree(response.body());
        }

        String id() {
            return json().path("id").asString();
        }

        Answer expect(int status) {
            assertThat(status()).as(toString()).isEqualTo(status);
            return this;
        }

        /** What a client is told that shall come again: a SCIM error, a Retry-After, and soon enough. */
        Answer expectUnavailable() {
            expect(503);
            assertThat(took).as(toString()).isLessThan(LONGEST);
            assertThat(response.headers().firstValueAsLong("Retry-After").orElse(0))
                    .as(toString())
                    .isPositive();
            assertThat(json().path("schemas").path(0).asString())
                    .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
            assertThat(json().path("status").asString()).isEqualTo("503");
            assertThat(json().path("detail").asString()).isNotBlank();
            return this;
        }

        @Override
        public String toString() {
            return call + " answered " + status() + " after " + took + ": " + response.body();
        }
    }

    Answer createUser(String userName) {
        return send("POST", "/Users", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s"}""".formatted(userName));
    }

    Answer createGroup(String name) {
        return send("POST", "/Groups", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "%s"}""".formatted(name));
    }

    Answer join(String group, String user) {
        return send("PATCH", "/Groups/" + group, """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "add", "path": "members", "value": [{"value": "%s"}]}]}""".formatted(user));
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    private Answer send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(HANGS)
                .headers(
                        token.isEmpty()
                                ? new String[] {"Content-Type", "application/scim+json"}
                                : new String[] {
                                    "Content-Type", "application/scim+json", "Authorization", "Bearer " + token
                                })
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        long begin = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(method + " " + path, response, Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
