package dev.rollcall.ingest.console.app;

import dev.rollcall.ingest.app.preview.Preview;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an app would be sent of one resource.
 *
 * @param folder of its page: people or groups
 * @param why nothing is sent, or can be
 */
record PreviewRow(
        String type,
        String resource,
        String folder,
        boolean inScope,
        List<String> unmet,
        @Nullable String why,
        List<Sent> sent) {

    /** One request, message or token, with its content as it would be sent. */
    record Sent(String title, @Nullable String content) {}

    static List<PreviewRow> of(Preview preview, JsonMapper json) {
        return preview.items().stream().map(item -> of(item, json)).toList();
    }

    private static PreviewRow of(Preview.Item item, JsonMapper json) {
        var sent = new ArrayList<Sent>();
        Objects.requireNonNullElse(item.requests(), List.<Preview.SentRequest>of())
                .forEach(one -> sent.add(new Sent(one.method() + " " + one.path(), pretty(one.body(), json))));
        Objects.requireNonNullElse(item.messages(), List.<Preview.SentMessage>of())
                .forEach(one -> sent.add(new Sent(one.type(), pretty(one.body(), json))));
        Objects.requireNonNullElse(item.tokens(), List.<Preview.UnsignedToken>of())
                .forEach(one -> sent.add(new Sent("A token, decoded and not signed", pretty(one.payload(), json))));
        return new PreviewRow(
                item.resourceType(),
                item.resource(),
                item.resourceType().equals("group") ? "groups" : "people",
                item.inScope(),
                item.unmet(),
                item.reason(),
                sent);
    }

    private static @Nullable String pretty(@Nullable JsonNode content, JsonMapper json) {
        return content == null ? null : json.writerWithDefaultPrettyPrinter().writeValueAsString(content);
    }
}
