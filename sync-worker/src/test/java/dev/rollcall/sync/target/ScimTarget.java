package dev.rollcall.sync.target;

import dev.rollcall.sync.target.HttpTarget.Request;
import dev.rollcall.sync.target.HttpTarget.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A SCIM service provider in memory, as small as it can be and still refuse what a real one would. */
public final class ScimTarget implements AutoCloseable {

    public static final String TOKEN = "target-token";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern FILTER = Pattern.compile("filter=(\\w+) eq \"(.*)\"");
    private static final Pattern MEMBER = Pattern.compile("members\\[value eq \"(.*)\"]");

    private final Map<String, ObjectNode> users = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> groups = new ConcurrentHashMap<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile boolean areMembersListed = true;
    private volatile boolean isCursor;
    private volatile Patching patching = Patching.KNOWN;
    private final HttpTarget target = new HttpTarget(this::answer);

    /** What it makes of a PATCH. */
    public enum Patching {
        KNOWN(200, ""),
        /** As {@code /ServiceProviderConfig} says. */
        DENIED(501, ""),
        NOT_IMPLEMENTED(501, ""),
        NOT_ALLOWED(405, ""),
        UNREAD(400, "{\"scimType\":\"invalidSyntax\"}");

        private final int status;
        private final String body;

        Patching(int status, String body) {
            this.status = status;
            this.body = body;
        }
    }

    /** One that somebody else made. */
    public String seedUser(String userName) {
        ObjectNode user = JSON.createObjectNode().put("userName", userName);
        return create(users, "u", user).path("id").asString();
    }

    private synchronized Response answer(Request request) {
        if (!("Bearer " + TOKEN).equals(request.exchange().getRequestHeaders().getFirst("Authorization"))) {
            return new Response(401, "");
        }
        String[] path = request.path().split("/", -1);
        boolean isUser = path[2].equals("Users");
        Map<String, ObjectNode> all = isUser ? users : groups;
        if (path[2].equals("ServiceProviderConfig")) {
            return isCursor
                    ? new Response(200, "{\"pagination\":{\"cursor\":true,\"index\":false}}")
                    : patching == Patching.DENIED
                            ? new Response(200, "{\"patch\":{\"supported\":false}}")
                            : new Response(404, "");
        }
        if (request.method().equals("GET")) {
            ObjectNode one = path.length > 3 ? all.get(path[3]) : null;
            return path.length > 3
                    ? new Response(one == null ? 404 : 200, one == null ? "" : one.toString())
                    : list(all, String.valueOf(request.query()));
        }
        writes.add(request.method() + " /" + path[2]);
        if (request.method().equals("PATCH") && patching != Patching.KNOWN) {
            return new Response(patching.status, patching.body);
        }
        if (request.method().equals("POST")) {
            ObjectNode made = (ObjectNode) JSON.readTree(request.body());
            boolean isTaken = isUser && all.values().stream().anyMatch(one -> has(one, "userName", name(made)));
            return isTaken
                    ? new Response(409, "{\"scimType\":\"uniqueness\"}")
                    : new Response(201, create(all, isUser ? "u" : "g", made).toString());
        }
        ObjectNode current = all.get(path[3]);
        if (current == null) {
            return new Response(404, "");
        }
        return switch (request.method()) {
            case "DELETE" -> {
                all.remove(path[3]);
                groups.values().forEach(group -> remove(group, path[3]));
                yield new Response(204, "");
            }
            case "PUT" -> {
                if (!areMembersKnown(JSON.readTree(request.body()))) {
                    yield new Response(400, "{\"scimType\":\"invalidValue\"}");
                }
                all.put(path[3], (ObjectNode) JSON.readTree(request.body()));
                yield new Response(200, request.body());
            }
            default -> {
                JSON.readTree(request.body()).path("Operations").forEach(operation -> patch(current, operation));
                yield new Response(200, current.toString());
            }
        };
    }

    private ObjectNode create(Map<String, ObjectNode> all, String prefix, ObjectNode resource) {
        String id = prefix + "-" + ids.incrementAndGet();
        all.put(id, resource.put("id", id));
        return resource;
    }

    private Response list(Map<String, ObjectNode> all, String query) {
        if (ScimListing.isAsked(query)) {
            return isCursor
                    ? ScimListing.byCursor(all, query, areMembersListed)
                    : ScimListing.byIndex(all, query, areMembersListed);
        }
        Matcher filter = FILTER.matcher(query);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode resources = answer.putArray("Resources");
        if (filter.matches()) {
            all.values().stream()
                    .filter(one -> has(one, filter.group(1), filter.group(2)))
                    .forEach(resources::add);
        }
        return new Response(200, answer.put("totalResults", resources.size()).toString());
    }

    private void patch(ObjectNode group, JsonNode operation) {
        switch (operation.path("op").asString()) {
            case "replace" -> group.setAll((ObjectNode) operation.path("value"));
            case "add" ->
                operation.path("value").forEach(member -> {
                    remove(group, member.path("value").asString());
                    if (users.containsKey(member.path("value").asString())) {
                        group.withArray("/members").add(member);
                    }
                });
            default -> {
                Matcher path = MEMBER.matcher(operation.path("path").asString());
                if (path.matches()) {
                    remove(group, path.group(1));
                } else {
                    group.remove(operation.path("path").asString());
                }
            }
        }
    }

    private boolean areMembersKnown(JsonNode group) {
        return group.path("members")
                .valueStream()
                .map(member -> member.path("value").asString())
                .allMatch(users::containsKey);
    }

    private static void remove(ObjectNode group, String member) {
        group.withArray("/members").removeIf(one -> one.path("value").asString().equals(member));
    }

    private static boolean has(ObjectNode resource, String attribute, String value) {
        return resource.path(attribute).asString("").equalsIgnoreCase(value);
    }

    private static String name(JsonNode user) {
        return user.path("userName").asString();
    }

    /** userName to active. */
    public Map<String, Boolean> users() {
        var byName = new ConcurrentHashMap<String, Boolean>();
        users.values()
                .forEach(user -> byName.put(name(user), user.path("active").asBoolean(true)));
        return byName;
    }

    public ObjectNode user(String userName) {
        return users.values().stream()
                .filter(user -> has(user, "userName", userName))
                .findFirst()
                .orElseThrow();
    }

    /** The userNames of a group's members. */
    public Set<String> members(String displayName) {
        var names = new TreeSet<String>();
        groups.values().stream()
                .filter(group -> has(group, "displayName", displayName))
                .forEach(group -> group.path("members")
                        .forEach(member ->
                                names.add(name(users.get(member.path("value").asString())))));
        return names;
    }

    public List<String> groups() {
        return groups.values().stream()
                .map(group -> group.path("displayName").asString())
                .sorted()
                .toList();
    }

    /** Methods and endpoints of everything that wasn't a GET, in order. */
    public List<String> writes() {
        return List.copyOf(writes);
    }

    public int requests() {
        return target.requests();
    }

    /** Forgets a user as if it was deleted there. */
    public synchronized void lose(String userName) {
        users.values().stream()
                .filter(user -> has(user, "userName", userName))
                .map(user -> user.path("id").asString())
                .forEach(id -> groups.values().forEach(group -> remove(group, id)));
        users.values().removeIf(user -> has(user, "userName", userName));
    }

    /** Changes a user as an administrator of the target might. */
    public synchronized void edit(String userName, Consumer<ObjectNode> change) {
        change.accept(user(userName));
    }

    /** Changes a group as an administrator of the target might. */
    public synchronized void editGroup(String displayName, Consumer<ObjectNode> change) {
        change.accept(groups.values().stream()
                .filter(group -> has(group, "displayName", displayName))
                .findFirst()
                .orElseThrow());
    }

    /** Puts a user there as if it had been delivered. */
    public void seed(String id, ObjectNode user) {
        users.put(id, user.put("id", id));
    }

    /** Shows members of groups only when it is asked for one. */
    public void listNoMembers() {
        areMembersListed = false;
    }

    /** Takes PATCH so from now on. */
    public void patching(Patching known) {
        patching = known;
    }

    /** Pages by cursor only (RFC 9865). */
    public void pageByCursor() {
        isCursor = true;
    }

    /** Answers GETs as the function says: of path and query, to a body. */
    public void answerReads(Function<String, Optional<String>> body) {
        target.fault(request -> request.method().equals("GET")
                ? body.apply(request.path() + "?" + request.query()).map(text -> new Response(200, text))
                : Optional.empty());
    }

    /** Takes requests for lists but gives no answer; the latch tells of the first one. */
    public CountDownLatch listWithoutAnswer() {
        var asked = new CountDownLatch(1);
        target.fault(request -> {
            if (request.query() == null || !ScimListing.isAsked(request.query())) {
                return Optional.empty();
            }
            asked.countDown();
            Hanging.forever();
            return Optional.empty();
        });
        return asked;
    }

    /** Forgets a group as if it was deleted there. */
    public synchronized void loseGroup(String displayName) {
        groups.values().removeIf(group -> has(group, "displayName", displayName));
    }

    /** Forgets a user's address as if somebody removed it there. */
    public synchronized void tamper(String userName) {
        user(userName).remove("emails");
    }

    /** Fails what the function says so: of method and body, to a status. */
    public void answerWhere(Function<String, Optional<Integer>> status) {
        target.fault(
                request -> status.apply(request.method() + " " + request.body()).map(code -> new Response(code, "")));
    }

    /** Finds nothing for the next searches, as one that is a moment behind. */
    public void findNothing(int times) {
        var left = new AtomicInteger(times);
        target.fault(request -> request.method().equals("GET") && request.query() != null && left.getAndDecrement() > 0
                ? Optional.of(new Response(200, "{\"totalResults\":0}"))
                : Optional.empty());
    }

    /** Does what is asked but gives no answer to a POST; the latch tells of the first one. */
    public CountDownLatch createWithoutAnswer() {
        var created = new CountDownLatch(1);
        target.fault(request -> {
            if (!request.method().equals("POST")) {
                return Optional.empty();
            }
            answer(request);
            created.countDown();
            Hanging.forever();
            return Optional.empty();
        });
        return created;
    }

    /** Does what a POST asks for, and answers it when it is let; the latch tells of the first one. */
    public CountDownLatch createAndAnswerAfter(CountDownLatch isLet) {
        var created = new CountDownLatch(1);
        target.fault(request -> {
            if (!request.method().equals("POST")) {
                return Optional.empty();
            }
            Response answer = answer(request);
            created.countDown();
            Hanging.until(isLet);
            return Optional.of(answer);
        });
        return created;
    }

    /** Does nothing of what a DELETE asks for, and gives no answer; the latch tells of the first one. */
    public CountDownLatch deleteNothing() {
        var asked = new CountDownLatch(1);
        target.fault(request -> {
            if (request.method().equals("DELETE")) {
                asked.countDown();
                Hanging.forever();
            }
            return Optional.empty();
        });
        return asked;
    }

    /** Deletes only once somebody has looked at a resource, if anybody does, and is slow to show what was there. */
    public void deleteOnceLookedAt(Runnable slow) {
        var isLookedAt = new CountDownLatch(1);
        target.fault(request -> switch (request.method()) {
            case "DELETE" -> {
                Hanging.until(isLookedAt, Duration.ofSeconds(2));
                yield Optional.empty();
            }
            case "GET" -> {
                Response seen = answer(request);
                if (request.path().contains("/Users/")) {
                    isLookedAt.countDown();
                    slow.run();
                }
                yield Optional.of(seen);
            }
            default -> Optional.empty();
        });
    }

    public void recover() {
        target.recover();
    }

    public String url() {
        return target.url() + "/v2";
    }

    @Override
    public void close() {
        target.close();
    }
}
