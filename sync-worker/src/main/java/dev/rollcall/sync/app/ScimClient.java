package dev.rollcall.sync.app;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.ResourceType;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Speaks SCIM 2.0 (RFC 7644) with an app. */
public final class ScimClient {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MEDIA_TYPE = "application/scim+json";
    private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z]{1,32}");

    private final App app;
    private final AppHttp http;

    public ScimClient(App app, AppHttp http) {
        this.app = app;
        this.http = http;
    }

    /** {@code POST /Users}; a taken one has an {@link #id}. */
    public Answer create(ResourceType type, ObjectNode resource) {
        Answer answer = send("POST", endpoint(type), json(resource));
        return answer.isTaken() && id(answer) == null
                ? answer.as(Verdict.RESOURCE, answer.detail() + ": the created resource has no id")
                : answer;
    }

    /** {@code PUT /Users/ID}. */
    public Answer replace(ResourceType type, String remoteId, ObjectNode resource) {
        ObjectNode body = resource.deepCopy().put("id", remoteId);
        return send("PUT", endpoint(type, remoteId), json(body));
    }

    /** {@code PATCH /Groups/ID} (RFC 7644 §3.5.2). */
    public Answer patch(ResourceType type, String remoteId, List<ObjectNode> operations) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("schemas").add(PATCH_OP);
        body.putArray("Operations").addAll(operations);
        return send("PATCH", endpoint(type, remoteId), json(body));
    }

    /** {@code DELETE /Users/ID}. */
    public Answer delete(ResourceType type, String remoteId) {
        return send("DELETE", endpoint(type, remoteId), BodyPublishers.noBody());
    }

    /** {@code GET /Users?filter=ATTRIBUTE eq "VALUE"}; see {@link #found}. */
    public Answer search(ResourceType type, String attribute, String value) {
        String filter = attribute + " eq " + JSON.writeValueAsString(StringNode.valueOf(value));
        String query =
                "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
        return send("GET", endpoint(type) + query, BodyPublishers.noBody());
    }

    /**
     * The id of the resource that a search found, or null. An app that ignores filters answers with resources of others,
     * so only one that truly has the value counts.
     */
    public static @Nullable String found(Answer answer, String attribute, String value, boolean caseExact) {
        for (JsonNode resource : read(answer).path("Resources")) {
            String has = resource.path(attribute).asString("");
            if (caseExact ? has.equals(value) : has.equalsIgnoreCase(value)) {
                return id(resource);
            }
        }
        return null;
    }

    /** The id of the resource in an answer, or null. */
    public static @Nullable String id(Answer answer) {
        return id(read(answer));
    }

    private static @Nullable String id(JsonNode resource) {
        String id = resource.path("id").asString("");
        return id.isBlank() ? null : id;
    }

    private Answer send(String method, String url, BodyPublisher body) {
        HttpRequest.Builder request = AppHttp.request(URI.create(url))
                .header("Accept", MEDIA_TYPE + ", application/json")
                .header("Authorization", "Bearer " + app.secret())
                .method(method, body);
        if (body.contentLength() > 0) {
            request.header("Content-Type", MEDIA_TYPE);
        }
        Answer answer = http.send(AppKind.SCIM, request.build());
        String scimType = answer.isTaken() ? "" : read(answer).path("scimType").asString("");
        // a keyword of the RFC's shape can't hold personal data; everything else that the app says might
        return KEYWORD.matcher(scimType).matches()
                ? answer.as(answer.verdict(), answer.detail() + " " + scimType)
                : answer;
    }

    private String endpoint(ResourceType type) {
        return app.url() + (type == ResourceType.GROUP ? "/Groups" : "/Users");
    }

    private String endpoint(ResourceType type, String remoteId) {
        return endpoint(type)
                + '/'
                + URLEncoder.encode(remoteId, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode read(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static BodyPublisher json(ObjectNode body) {
        return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    }
}
