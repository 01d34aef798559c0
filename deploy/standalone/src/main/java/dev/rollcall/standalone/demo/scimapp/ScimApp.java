package dev.rollcall.standalone.demo.scimapp;

import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.utils.JsonUtils;
import dev.rollcall.standalone.demo.web.LoopbackServer;
import dev.rollcall.standalone.demo.web.Reply;
import dev.rollcall.standalone.demo.web.Request;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The sample SCIM app's HTTP edge (RFC 7644), for one client with one bearer token. */
public final class ScimApp implements AutoCloseable {

    private static final String BASE = "/scim/v2/";
    private static final String MESSAGES = "urn:ietf:params:scim:api:messages:2.0:";
    private static final int PAGE = 200;

    private final Accounts accounts = new Accounts();
    private final LongAdder writes = new LongAdder();
    private final String token;
    private final LoopbackServer server;

    private ScimApp(int port, String token, UnaryOperator<Function<Request, Reply>> manners) {
        this.token = token;
        this.server = LoopbackServer.start(port, "application/scim+json", manners.apply(this::answer));
    }

    /** @param port to listen on, 0 for a free one */
    public static ScimApp start(int port, String token) {
        return start(port, token, UnaryOperator.identity());
    }

    /** @param manners what stands before it */
    public static ScimApp start(int port, String token, UnaryOperator<Function<Request, Reply>> manners) {
        return new ScimApp(port, token, manners);
    }

    /** Its SCIM base URL. */
    public String url() {
        return "http://127.0.0.1:" + server.port() + "/scim/v2";
    }

    public String token() {
        return token;
    }

    /** How many writes it took. */
    public long writes() {
        return writes.sum();
    }

    /** How often somebody, or a group, was to be created who was there. */
    public long doubled() {
        return accounts.doubled();
    }

    /** As after a restored backup: the first few users were never there. */
    public void forget(int users) {
        try {
            accounts.forget(users);
        } catch (ScimException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply answer(Request request) {
        try {
            if (!request.bearer().equals(token)) {
                throw new ScimException(401, "The bearer token is missing or wrong");
            }
            return route(request);
        } catch (ScimException e) {
            return error(e);
        } catch (JacksonException e) {
            return error(new ScimException(400, "invalidSyntax", "The body isn't valid JSON"));
        }
    }

    private Reply route(Request request) throws ScimException {
        List<String> path = List.of(request.path()
                .substring(Math.min(BASE.length(), request.path().length()))
                .split("/", -1));
        for (Kind kind : Kind.values()) {
            if (request.path().startsWith(BASE) && kind.endpoint().equals(path.getFirst())) {
                if (path.size() == 1) {
                    return all(kind, request);
                }
                if (path.size() == 2) {
                    return one(kind, path.getLast(), request);
                }
            }
        }
        throw new ScimException(404, "There is no such endpoint");
    }

    private Reply all(Kind kind, Request request) throws ScimException {
        return switch (request.method()) {
            case "GET" -> page(accounts.list(kind, request.query().get("filter")), request);
            case "POST" -> written(201, accounts.create(kind, body(kind, request)));
            default -> throw new ScimException(405, "GET or POST");
        };
    }

    private Reply one(Kind kind, String id, Request request) throws ScimException {
        return switch (request.method()) {
            case "GET" -> new Reply(200, accounts.get(kind, id));
            case "PUT" -> written(200, accounts.replace(kind, id, body(kind, request)));
            case "PATCH" -> written(200, accounts.patch(kind, id, patch(request)));
            case "DELETE" -> {
                accounts.delete(kind, id);
                yield written(204, null);
            }
            default -> throw new ScimException(405, "GET, PUT, PATCH or DELETE");
        };
    }

    private Reply written(int status, @Nullable ObjectNode resource) {
        writes.increment();
        return new Reply(status, resource);
    }

    private static ObjectNode body(Kind kind, Request request) throws ScimException {
        if (JsonMapper.shared().readTree(request.body()) instanceof ObjectNode resource
                && resource.path("schemas")
                        .valueStream()
                        .anyMatch(schema -> schema.asString("").equals(kind.schema()))) {
            return resource;
        }
        throw new ScimException(400, "invalidSyntax", "The body isn't a " + kind.type());
    }

    private static PatchRequest patch(Request request) {
        JsonNode body = JsonMapper.shared().readTree(request.body());
        return Objects.requireNonNull(JsonUtils.nodeToValue(body, PatchRequest.class));
    }

    private static Reply page(List<ObjectNode> all, Request request) throws ScimException {
        int startIndex = Math.max(1, number(request, "startIndex", 1));
        int count = Math.clamp(number(request, "count", PAGE), 0, PAGE);
        int from = Math.min(startIndex - 1, all.size());
        List<ObjectNode> page = all.subList(from, Math.min(from + count, all.size()));
        ObjectNode list = JsonMapper.shared().createObjectNode();
        list.putArray("schemas").add(MESSAGES + "ListResponse");
        list.put("totalResults", all.size()).put("startIndex", startIndex).put("itemsPerPage", page.size());
        list.putArray("Resources").addAll(page);
        return new Reply(200, list);
    }

    private static int number(Request request, String name, int otherwise) throws ScimException {
        try {
            return Integer.parseInt(request.query().getOrDefault(name, Integer.toString(otherwise)));
        } catch (NumberFormatException e) {
            throw new ScimException(400, "invalidValue", name + " isn't a number", e);
        }
    }

    private static Reply error(ScimException failure) {
        var scim = failure.getScimError();
        int status = Objects.requireNonNullElse(scim.getStatus(), 500);
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.putArray("schemas").add(MESSAGES + "Error");
        body.put("status", Integer.toString(status)).put("detail", scim.getDetail());
        if (scim.getScimType() != null) {
            body.put("scimType", scim.getScimType());
        }
        return new Reply(status, body);
    }

    /** Dies, but for what it has. */
    public void kill() {
        server.kill();
    }

    /** Is there again. */
    public void revive() {
        server.revive();
    }

    @Override
    public void close() {
        server.close();
    }
}
