package dev.rollcall.schemas.decide;

import dev.rollcall.event.GroupState;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.Keys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requests of one connection, decided on a directory that is nothing but a working set. */
public final class Requests {

    static final String CONNECTION = "c";
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");

    private final WorkingSet state = new WorkingSet();
    private final String connection;
    private int count;

    public Requests() {
        this(CONNECTION);
    }

    public Requests(String connection) {
        this.connection = connection;
    }

    /** Decides on what was decided before, taking everything not yet decided for absent. */
    public Decision decide(Operation operation, ResourceType type, String id, String body) {
        return decide(operation, type, id, body, null);
    }

    Decision decide(Operation operation, ResourceType type, String id, String body, String ifMatch) {
        Decision decision = decideOnly(request(operation, type, id, body, ifMatch));
        state.apply(decision);
        return decision;
    }

    public Decision decideOnly(ProvisioningRequest request) {
        while (true) {
            try {
                return Decider.decide(state, request);
            } catch (NotLoadedException e) {
                e.needs().forEach(this::absent);
            }
        }
    }

    public ProvisioningRequest request(Operation operation, ResourceType type, String id, String body, String ifMatch) {
        count++;
        return ProvisioningRequest.newBuilder()
                .setId(connection.equals(CONNECTION) ? "r" + count : connection + "-r" + count)
                .setConnection(connection)
                .setTime(TIME.plusSeconds(count))
                .setDeadline(TIME.plusSeconds(count + 2))
                .setOperation(operation)
                .setResourceType(type)
                .setResource(id)
                .setBody(body)
                .setIfMatch(ifMatch)
                .build();
    }

    private void absent(Need need) {
        switch (need) {
            case Need.OfUser user -> state.loadUser(user.key(), null);
            case Need.Existence user -> state.loadExistence(user.key(), false);
            case Need.NameOwner name -> state.loadNameOwner(name, null);
            case Need.OfGroup group -> state.loadGroup(group.key(), null);
            case Need.Membership membership -> state.loadMembership(membership, false);
            case Need.MembersOf members -> state.loadMembersOf(members, Set.of());
            case Need.GroupsOf groups -> state.loadGroupsOf(groups, Set.of());
            case Need.Sequence sequence -> state.loadSequence(sequence.connection(), 0);
        }
    }

    public Optional<UserState> user(String id) {
        state.loadUser(Keys.resource(connection, id), null);
        return state.user(connection, id);
    }

    public Optional<GroupState> group(String id) {
        state.loadGroup(Keys.resource(connection, id), null);
        return state.group(connection, id);
    }

    public Set<String> members(String group) {
        state.loadMembersOf(new Need.MembersOf(connection, group), Set.of());
        return state.members(connection, group);
    }

    Set<String> groupsOf(String user) {
        state.loadGroupsOf(new Need.GroupsOf(connection, user), Set.of());
        return state.groupsOf(connection, user);
    }

    public WorkingSet state() {
        return state;
    }

    public static String user(String userName, String more) {
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + userName + "\"" + more
                + "}";
    }

    public static String group(String name, List<String> members) {
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"" + name + "\""
                + (members == null ? "" : ",\"members\":" + values(members)) + "}";
    }

    public static String patch(String operations) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operations + "]}";
    }

    public static String members(String op, List<String> users) {
        return patch("{\"op\":\"" + op + "\",\"path\":\"members\",\"value\":" + values(users) + "}");
    }

    private static String values(List<String> users) {
        return "["
                + String.join(
                        ",",
                        users.stream().map(u -> "{\"value\":\"" + u + "\"}").toList()) + "]";
    }
}
