package dev.rollcall.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.schemas.scim.ScimJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A conversation of a client with the service, as a text that people read.
 *
 * <pre>
 * # a comment
 * &gt; POST /Users                what the client asks, and its body
 * {"userName": "jdoe"}
 * &lt; 201                        the status, and what the answer holds at least; "*" is anything
 * {"id": "$jdoe"}              remembers the value, and stands for it from here on
 * ! came as a string           a warning that the request made; without any, it must have made none
 * </pre>
 */
public final class Dialogue {

    private static final Pattern VARIABLE = Pattern.compile("\\$([a-z]+)");

    private final HttpCalls calls;
    private final StandInWorker worker;
    private final Map<String, String> known = new HashMap<>();

    private Dialogue(HttpCalls calls, StandInWorker worker) {
        this.calls = calls;
        this.worker = worker;
    }

    /** One question and its answer. */
    private static final class Exchange {
        private final String request;
        private final StringBuilder body = new StringBuilder();
        private final StringBuilder answer = new StringBuilder();
        private final List<String> warnings = new ArrayList<>();
        private int status;

        private Exchange(String request) {
            this.request = request;
        }
    }

    /** Holds the whole conversation. */
    public static void hold(Path file, HttpCalls calls, StandInWorker worker) {
        var dialogue = new Dialogue(calls, worker);
        read(file).forEach(dialogue::hold);
    }

    private void hold(Exchange exchange) {
        String[] request = filled(exchange.request).split(" ", 2);
        String body = exchange.body.isEmpty() ? null : filled(exchange.body.toString());

        var answer = calls.send(request[0], encoded(request[1]), body);

        assertThat(answer.status())
                .as("%s: %s", exchange.request, answer.response().body())
                .isEqualTo(exchange.status);
        if (!exchange.answer.isEmpty()) {
            match(ScimJson.read(exchange.answer.toString()), answer.json(), exchange.request);
        }
        if (body != null && exchange.status < 300) {
            List<String> warnings = worker.warnings(calls.connection());
            assertThat(warnings).as(exchange.request).hasSize(exchange.warnings.size());
            exchange.warnings.forEach(
                    part -> assertThat(warnings).as(exchange.request).anyMatch(warning -> warning.contains(part)));
        }
    }

    private void match(JsonNode expected, @Nullable JsonNode actual, String at) {
        assertThat(actual).as(at).isNotNull();
        if (expected.isObject()) {
            expected.properties()
                    .forEach(member ->
                            match(member.getValue(), actual.get(member.getKey()), at + " " + member.getKey()));
        } else if (expected.isArray()) {
            assertThat(actual).as(at).hasSize(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                match(expected.get(i), actual.get(i), at + "[" + i + "]");
            }
        } else if (expected.isString() && expected.stringValue().startsWith("$")) {
            known.putIfAbsent(expected.stringValue().substring(1), actual.stringValue());
            assertThat(actual.stringValue())
                    .as(at)
                    .isEqualTo(known.get(expected.stringValue().substring(1)));
        } else if (!expected.asString().equals("*")) {
            assertThat(actual).as(at).isEqualTo(expected);
        }
    }

    private String filled(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> known.getOrDefault(match.group(1), "\\$" + match.group(1)));
    }

    private static String encoded(String path) {
        int query = path.indexOf("filter=");
        if (query < 0) {
            return path;
        }
        String filter = path.substring(query + "filter=".length());
        return path.substring(0, query) + "filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }

    private static List<Exchange> read(Path file) {
        var exchanges = new ArrayList<Exchange>();
        StringBuilder text = new StringBuilder();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("> ")) {
                    exchanges.add(new Exchange(line.substring(2).strip()));
                    text = exchanges.getLast().body;
                } else if (line.startsWith("< ")) {
                    exchanges.getLast().status =
                            Integer.parseInt(line.substring(2).strip());
                    text = exchanges.getLast().answer;
                } else if (line.startsWith("! ")) {
                    exchanges.getLast().warnings.add(line.substring(2).strip());
                } else if (!line.startsWith("#")) {
                    text.append(line.strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(exchanges).isNotEmpty();
        return exchanges;
    }
}
