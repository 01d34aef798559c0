package dev.rollcall.ingest.app.preview;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What an app would get of some resources.
 *
 * @param complete whether that is all there was; otherwise ask for a shorter time
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Preview(List<Item> items, boolean complete) {

    /**
     * Of one resource.
     *
     * @param change its id, where it is shown for a change
     * @param inScope whether the app gets it
     * @param unmet attributes in the parts of the filter that don't hold
     * @param reason why nothing would be sent, or why it can't be
     * @param requests to a SCIM app
     * @param messages to a webhook
     * @param tokens to a recipient of Security Event Tokens, pushed or fetched, in their order
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String resourceType,
            String resource,
            @Nullable String change,
            boolean inScope,
            List<String> unmet,
            @Nullable String reason,
            @Nullable List<SentRequest> requests,
            @Nullable List<SentMessage> messages,
            @Nullable List<UnsignedToken> tokens) {}

    /**
     * To a SCIM app.
     *
     * @param path below the app's base URL
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SentRequest(
            String method, String path, @Nullable JsonNode body) {}

    /** To a webhook. */
    public record SentMessage(String type, JsonNode body) {}

    /**
     * A Security Event Token (RFC 8417), decoded. It can't be used, for it has no signature.
     *
     * @param signed never
     * @param header of the JWS; without {@code kid} where there is no key yet
     * @param payload the claims, issued at the time of the preview
     */
    public record UnsignedToken(boolean signed, JsonNode header, JsonNode payload) {}
}
