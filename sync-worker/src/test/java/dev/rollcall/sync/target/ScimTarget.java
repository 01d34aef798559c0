package dev.rollcall.sync.target;

import dev.rollcall.sync.target.HttpTarget.Request;
import dev.rollcall.sync.target.HttpTarget.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
    private final AtomicReference<Runnable> afterRead = new AtomicReference<>(() -> {});
    private final HttpTarget target = new HttpTarget(this::answer);
    private final ScimFaults faults = new ScimFaults(target, this::answer);

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
                    : patching.config();
        }
        if (request.method().equals("GET")) {
            ObjectNode one = path.length > 3 ? all.get(path[3]) : null;
            if (path.length == 3) {
                return list(all, String.valueOf(request.query()));
            }
            Response shown = one == null ? new Response(404, "") : ETags.shown(one);
            afterRead.getAndSet(() -> {}).run();
            return shown;
        }
        writes.add(request.method() + " /" + path[2]);
        if (request.method().equals("PATCH") && patching != Patching.KNOWN) {
            return patching.refusal();
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
                if (ETags.isOutdated(request, current)) {
                    yield new Response(412, "");
                }
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

    /** Once it has shown a resource, somebody does this before anything else is asked. */
    public void afterNextRead(Runnable change) {
        afterRead.set(change);
    }

    /** Pages by cursor only (RFC 9865). */
    public void pageByCursor() {
        isCursor = true;
    }

    /** Forgets a group as if it was deleted there. */
    public synchronized void loseGroup(String displayName) {
        groups.values().removeIf(group -> has(group, "displayName", displayName));
    }

    /** Forgets a user's address as if somebody removed it there. */
    public synchronized void tamper(String userName) {
        user(userName).remove("emails");
    }

    public ScimFaults faults() {
        return faults;
    }

    public String url() {
        return target.url() + "/v2";
    }

    @Override
    public void close() {
        target.close();
    }
}
