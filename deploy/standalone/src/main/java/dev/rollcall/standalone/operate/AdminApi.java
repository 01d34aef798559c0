package dev.rollcall.standalone.operate;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The admin API, as the options say where it is and what opens it; what it refuses ends the command with its words. */
final class AdminApi {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(names = "--url", paramLabel = "URL", description = "Where Rollcall is (default: ${DEFAULT-VALUE}).")
    private String url = "http://127.0.0.1:8080";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory, for the admin token (default: ~/.rollcall). The variable"
                    + " ROLLCALL_ADMIN_TOKEN goes before it.")
    private Path data = Path.of(System.getProperty("user.home"), ".rollcall");

    JsonNode get(String path, Map<String, @Nullable String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey()
                        + '='
                        + URLEncoder.encode(String.valueOf(parameter.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        return send(request(path + (query.length() == 1 ? "" : query)).GET().build());
    }

    JsonNode post(String path, Map<String, @Nullable String> body) {
        var json = JsonMapper.shared().createObjectNode();
        body.forEach((name, value) -> {
            if (value != null) {
                json.put(name, value);
            }
        });
        return post(path, json);
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    JsonNode patch(String path, JsonNode body) {
        return send("PATCH", path, body);
    }

    private JsonNode send(String method, String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** A value as part of a path. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** As {@link #post}, with values of any kind. */
    JsonNode postAny(String path, Map<String, @Nullable Object> body) {
        var json = JsonMapper.shared().createObjectNode();
        body.forEach((name, value) -> {
            switch (value) {
                case null -> {}
                case Boolean bool -> json.put(name, bool);
                case Integer number -> json.put(name, number);
                case Long number -> json.put(name, number);
                default -> json.put(name, value.toString());
            }
        });
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.toString()))
                .build());
    }

    private String base() {
        try {
            URI base = new URI(url);
            if (base.getHost() != null && ("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) {
                return url.replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            throw wrongUrl();
        }
        throw wrongUrl();
    }

    private static RefusedCommandException wrongUrl() {
        return new RefusedCommandException("--url must be one such as http://127.0.0.1:8080.");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base() + "/api/v1" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token());
    }

    private JsonNode send(HttpRequest request) {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new RefusedCommandException("Rollcall answered " + answer.statusCode() + ": " + detail(answer));
            }
            return JsonMapper.shared().readTree(answer.body());
        } catch (IOException e) {
            throw new RefusedCommandException(
                    "Nothing answers at " + url + ". Start Rollcall, or say where it is with --url.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedCommandException("Interrupted");
        }
    }

    private static String detail(HttpResponse<String> answer) {
        try {
            return JsonMapper.shared().readTree(answer.body()).path("detail").asString(answer.body());
        } catch (JacksonException e) {
            return answer.body();
        }
    }

    private String token() {
        String given = System.getenv("ROLLCALL_ADMIN_TOKEN");
        if (given != null && !given.isBlank()) {
            return given;
        }
        Path file = data.resolve("secrets").resolve("admin-token");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new RefusedCommandException("There is no admin token at " + file
                    + ". Set ROLLCALL_ADMIN_TOKEN, or say with --data where Rollcall keeps its data.");
        }
    }
}
