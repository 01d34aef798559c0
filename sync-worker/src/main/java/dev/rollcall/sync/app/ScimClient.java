package dev.rollcall.sync.app;

import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UpdateMethod;
import dev.rollcall.schemas.scim.ScimJson;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Speaks SCIM 2.0 (RFC 7644) with an app. */
public final class ScimClient {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int REDIRECTED = 3;
    private static final String MEDIA_TYPE = "application/scim+json";
    private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z]{1,32}");

    private static final Set<String> UNREAD = Set.of("invalidSyntax", "invalidPath");

    /** For how long what an app says of itself is believed. */
    private static final Duration CONFIG_LIFETIME = Duration.ofMinutes(10);

    /** For how long an app isn't asked again that refuses to tell; all else that is wrong may be over at once. */
    private static final Duration REFUSAL_LIFETIME = Duration.ofMinutes(1);

    private final App app;
    private final AppHttp http;
    private volatile @Nullable Known known;

    /** When a PATCH was answered last by who doesn't know it, by {@link System#nanoTime}; null when none was. */
    private volatile @Nullable Long refusedPatch;

    /** @param until by {@link System#nanoTime} */
    private record Known(ProviderConfig config, long until) {}

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
        return replace(type, remoteId, resource, null);
    }

    /**
     * The same, of a resource that was read before: where the app says that it knows versions, only if nobody has changed
     * it since, see {@link Answer#isOutdated}.
     */
    public Answer replaceAsRead(ResourceType type, String remoteId, ObjectNode resource, Answer shown) {
        return replace(type, remoteId, resource, config().isVersioned() ? shown.version() : null);
    }

    private Answer replace(ResourceType type, String remoteId, ObjectNode resource, @Nullable String version) {
        ObjectNode body = resource.deepCopy().put("id", remoteId);
        AppRequest request = request("PUT", endpoint(type, remoteId));
        return send((version == null ? request : request.header("If-Match", version)).sending(MEDIA_TYPE, json(body)));
    }

    /**
     * Brings a user to a content as the app wants it: by PUT, or by a PATCH that replaces what there is and removes what
     * there was; an app that says it knows no PATCH gets a PUT.
     *
     * @param gone attributes that the app was told and that the content has no more
     */
    public Answer update(String remoteId, ObjectNode resource, Collection<String> gone) {
        if (app.setting().getUpdateMethod() != UpdateMethod.PATCH || !isPatch()) {
            return replace(ResourceType.USER, remoteId, resource);
        }
        ObjectNode replacement = JSON.createObjectNode().put("op", "replace");
        ObjectNode attributes = resource.deepCopy();
        attributes.remove("schemas");
        replacement.set("value", attributes);
        var operations = new ArrayList<ObjectNode>(List.of(replacement));
        gone.forEach(attribute ->
                operations.add(JSON.createObjectNode().put("op", "remove").put("path", attribute)));
        Answer answer = patch(ResourceType.USER, remoteId, operations);
        return isUnknown(answer) ? replace(ResourceType.USER, remoteId, resource) : answer;
    }

    /** Deactivates a user of whom nothing else is known. */
    public Answer deactivate(String remoteId) {
        if (isPatch()) {
            ObjectNode operation = JSON.createObjectNode().put("op", "replace");
            operation.putObject("value").put("active", false);
            Answer answer = patch(ResourceType.USER, remoteId, List.of(operation));
            if (!isUnknown(answer)) {
                return answer;
            }
        }
        Answer shown = get(ResourceType.USER, remoteId, "");
        return shown.isTaken() && read(shown) instanceof ObjectNode user
                ? replaceAsRead(ResourceType.USER, remoteId, user.put("active", false), shown)
                : shown;
    }

    /** Whether the app may know PATCH: it doesn't say that it doesn't, and has answered none so of late. */
    public boolean isPatch() {
        Long refused = refusedPatch;
        return (refused == null || System.nanoTime() - refused > CONFIG_LIFETIME.toNanos()) && config().isPatch();
    }

    /** The most members that one PATCH is to add and remove. */
    public int maxMembers() {
        return http.properties().maxMembers();
    }

    /** {@code PATCH /Groups/ID} (RFC 7644 §3.5.2). */
    public Answer patch(ResourceType type, String remoteId, List<ObjectNode> operations) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("schemas").add(PATCH_OP);
        body.putArray("Operations").addAll(operations);
        Answer answer = send("PATCH", endpoint(type, remoteId), json(body));
        // what is wrong with one user says nothing of others
        if (isUnknown(answer)
                && (type == ResourceType.GROUP || !Integer.valueOf(BAD_REQUEST).equals(answer.status()))) {
            refusedPatch = System.nanoTime();
        }
        return answer;
    }

    /** Of an app without PATCH, or one that doesn't take ours for one (RFC 7644 Table 9). */
    private static boolean isUnknown(Answer answer) {
        return switch (Objects.requireNonNullElse(answer.status(), 0)) {
            case 405, 501 -> true;
            case BAD_REQUEST -> UNREAD.contains(read(answer).path("scimType").asString(""));
            default -> false;
        };
    }

    /** {@code DELETE /Users/ID}. */
    public Answer delete(ResourceType type, String remoteId) {
        return send("DELETE", endpoint(type, remoteId), null);
    }

    /** {@code GET /Users?filter=ATTRIBUTE eq "VALUE"}; see {@link #found}. An app that says it knows no filters isn't asked. */
    public Answer search(ResourceType type, String attribute, String value) {
        if (!config().isFilter()) {
            return Answer.unasked("The app says that it knows no filters");
        }
        String filter = attribute + " eq " + JSON.writeValueAsString(StringNode.valueOf(value));
        String query =
                "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
        return send("GET", endpoint(type) + query, null);
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

    /** The resource as the app shows it, see {@link ScimReader#resource}. */
    public Answer get(ResourceType type, String remoteId) {
        return get(type, remoteId, "");
    }

    /** {@code GET /Users/ID?QUERY}. */
    Answer get(ResourceType type, String remoteId, String query) {
        return send("GET", endpoint(type, remoteId) + query, null);
    }

    /** {@code GET /Users?QUERY}. */
    Answer list(ResourceType type, String query) {
        return send("GET", endpoint(type) + '?' + query, null);
    }

    ProviderConfig config() {
        Known last = known;
        if (last != null && System.nanoTime() - last.until() < 0) {
            return last.config();
        }
        Answer answer = send("GET", app.url() + "/ServiceProviderConfig", null);
        ProviderConfig config = answer.isTaken() ? ProviderConfig.of(read(answer)) : ProviderConfig.UNTOLD;
        if (!answer.isOfApp() || isRefusal(answer)) {
            Duration lifetime = answer.isOfApp() ? REFUSAL_LIFETIME : CONFIG_LIFETIME;
            known = new Known(config, System.nanoTime() + lifetime.toNanos());
        }
        return config;
    }

    /** Of an app that shows this to administrators only, or sends whoever asks elsewhere. */
    private static boolean isRefusal(Answer answer) {
        int status = Objects.requireNonNullElse(answer.status(), 0);
        return status == UNAUTHORIZED || status == FORBIDDEN || status / 100 == REDIRECTED;
    }

    private Answer send(String method, String url, byte @Nullable [] body) {
        AppRequest request = request(method, url);
        return send(body == null ? request : request.sending(MEDIA_TYPE, body));
    }

    private static AppRequest request(String method, String url) {
        return AppRequest.of(method, URI.create(url)).header("Accept", MEDIA_TYPE + ", application/json");
    }

    private Answer send(AppRequest request) {
        Answer answer = http.send(app, request);
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

    static JsonNode read(Answer answer) {
        return ScimJson.readAnswer(answer.body());
    }

    private static byte[] json(ObjectNode body) {
        return JSON.writeValueAsBytes(body);
    }
}
