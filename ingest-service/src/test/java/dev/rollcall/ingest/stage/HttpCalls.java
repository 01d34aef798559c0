package dev.rollcall.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.schemas.scim.ScimJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A plain HTTP client with a base URL and a bearer token. */
public record HttpCalls(String base, @Nullable String token) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper MAPPER = JsonMapper.shared();

    public HttpCalls withToken(@Nullable String other) {
        return new HttpCalls(base, other);
    }

    /** The last segment of the base URL. */
    public String connection() {
        return base.substring(base.lastIndexOf('/') + 1);
    }

    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer list(String path, String filter) {
        return get(path + "?filter=" + encoded(filter));
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    public Answer patch(String path, String body, String... headers) {
        return send("PATCH", path, body, headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    public Answer send(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", base.contains("/scim") ? "application/scim+json" : "application/json");
        }
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What was answered. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The body as JSON; an empty object where there is none. */
        public JsonNode json() {
            return response.body().isEmpty() ? ScimJson.objectNode() : MAPPER.readTree(response.body());
        }

        /** The body, when the status is this. */
        public JsonNode expect(int status) {
            assertThat(status()).as(response.body()).isEqualTo(status);
            return json();
        }

        /** The body, when it is a SCIM error of this status and scimType ("" for none). */
        public JsonNode expectError(int status, String scimType) {
            ObjectNode error = (ObjectNode) expect(status);
            assertThat(header("Content-Type")).startsWith("application/scim+json");
            assertThat(error.get("schemas").get(0).stringValue())
                    .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
            assertThat(error.get("status").stringValue()).isEqualTo(Integer.toString(status));
            assertThat(error.path("scimType").asString("")).isEqualTo(scimType);
            assertThat(error.get("detail").stringValue()).isNotBlank().doesNotContain("Exception", "dev.rollcall");
            return error;
        }

        public String id() {
            return json().get("id").stringValue();
        }
    }
}
