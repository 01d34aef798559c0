package dev.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.embedded.test.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest {

    private static final String ONE_FIELD = schema("{'name':'id','type':'string'}");
    private static final String FIELD_WITHOUT_DEFAULT =
            schema("{'name':'id','type':'string'},{'name':'more','type':'string'}");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void keepsAcknowledgedSchemasWhenItOrItsParentIsKilledAndComesBackByItself() throws Exception {
        long pid;
        String registered;
        try (ChildJvm parent = ChildJvm.start(RegistryParent.class, directory.toString())) {
            List<String> told = parent.read(2);
            pid = Long.parseLong(told.getFirst());
            registered = post(told.getLast(), ONE_FIELD).body();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> ProcessHandle.of(pid).isEmpty());

        try (EmbeddedRegistry registry = EmbeddedRegistry.start(directory, 0, 0)) {
            assertThat(post(registry.url(), ONE_FIELD).body()).isEqualTo(registered);
            assertThat(post(registry.url(), FIELD_WITHOUT_DEFAULT).statusCode()).isEqualTo(409);
            assertThat(get(registry.url() + "/config")).contains("FULL_TRANSITIVE");
            assertThat(get(registry.apiUrl() + "/system/info")).contains("3.3.3");

            ProcessHandle killed = ProcessHandle.of(registry.pid()).orElseThrow();
            killed.destroyForcibly();
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
                assertThat(registry.pid()).isNotEqualTo(killed.pid());
                assertThat(get(registry.url() + "/subjects/users-value/versions"))
                        .isEqualTo("[1]");
            });
        }
    }

    private HttpResponse<String> post(String url, String schema) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + "/subjects/users-value/versions"))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .POST(BodyPublishers.ofString("{\"schema\":\"" + schema.replace("\"", "\\\"") + "\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private String get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private static String schema(String fields) {
        return "{'type':'record','name':'User','fields':[%s]}".formatted(fields).replace('\'', '"');
    }
}
