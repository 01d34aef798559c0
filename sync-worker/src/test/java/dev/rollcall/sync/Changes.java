package dev.rollcall.sync;

import dev.rollcall.event.Cause;
import dev.rollcall.event.Group;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.MultiValue;
import dev.rollcall.event.Operation;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the changes of one connection, numbered as the directory numbers them. */
public final class Changes {

    private static final String EVENT = "urn:ietf:params:scim:event:prov:";

    static {
        TrustedRecords.trust();
    }

    private final String connection;
    private final Map<String, UserState> users = new HashMap<>();
    private final Map<String, GroupState> groups = new HashMap<>();
    private long sequence;

    public Changes(String connection) {
        this.connection = connection;
    }

    public String connection() {
        return connection;
    }

    /** Creates the user, or replaces it; a change of active tells so. */
    public IdentityChange user(String id, String userName, boolean active) {
        return user(id, userName, active, true);
    }

    /** The client removed active, so that the user counts as active. */
    public IdentityChange userWithoutActive(String id, String userName) {
        return user(id, userName, true, false);
    }

    private IdentityChange user(String id, String userName, boolean active, boolean activeAssigned) {
        UserState before = users.get(id);
        UserState after = UserState.newBuilder()
                .setConnection(connection)
                .setId(id)
                .setVersion(before == null ? 1 : before.getVersion() + 1)
                .setSequence(++sequence)
                .setCreated(now())
                .setLastModified(now())
                .setAttributes(User.newBuilder()
                        .setUserName(userName)
                        .setActive(active)
                        .setActiveAssigned(activeAssigned)
                        .setEmails(List.of(MultiValue.newBuilder()
                                .setValue(userName + "@example.com")
                                .build()))
                        .build())
                .build();
        users.put(id, after);
        IdentityChange.Builder change = change(ResourceType.USER, id, before, after)
                .setKind(EVENT + (before == null ? "create:full" : "put:full"));
        if (before != null && before.getAttributes().getActive() != active) {
            change.setAlsoKinds(List.of(EVENT + (active ? "activate" : "deactivate")));
        }
        return change.build();
    }

    public IdentityChange user(String id, String userName) {
        return user(id, userName, true);
    }

    public IdentityChange deleteUser(String id) {
        UserState before = users.remove(id);
        sequence++;
        return change(ResourceType.USER, id, before, null)
                .setKind(EVENT + "delete")
                .build();
    }

    /** Creates the group, or changes its name or members. */
    public IdentityChange group(String id, String name, List<String> added, List<String> removed) {
        GroupState before = groups.get(id);
        GroupState after = GroupState.newBuilder()
                .setConnection(connection)
                .setId(id)
                .setVersion(before == null ? 1 : before.getVersion() + 1)
                .setSequence(++sequence)
                .setCreated(now())
                .setLastModified(now())
                .setAttributes(Group.newBuilder().setDisplayName(name).build())
                .build();
        groups.put(id, after);
        return change(ResourceType.GROUP, id, before, after)
                .setKind(EVENT + (before == null ? "create:full" : "patch:full"))
                .setMembersAdded(added)
                .setMembersRemoved(removed)
                .build();
    }

    public IdentityChange deleteGroup(String id) {
        GroupState before = groups.remove(id);
        sequence++;
        return change(ResourceType.GROUP, id, before, null)
                .setKind(EVENT + "delete")
                .build();
    }

    /** Tells that an asynchronous request to change the user is done, and with which status; changes nothing. */
    public IdentityChange completed(String user, int status) {
        sequence++;
        IdentityChange.Builder change = change(ResourceType.USER, user, null, null);
        return change.setKind("urn:ietf:params:scim:event:misc:asyncresp")
                .setOutcome(RequestOutcome.newBuilder()
                        .setConnection(connection)
                        .setTxn(change.getTxn())
                        .setSequence(sequence)
                        .setTime(now())
                        .setOperation(Operation.REPLACE)
                        .setResourceType(ResourceType.USER)
                        .setResource(user)
                        .setStatus(status)
                        .setScimType(status == 409 ? "uniqueness" : null)
                        .setDetail(status < 400 ? null : "It is taken.")
                        .build())
                .build();
    }

    private IdentityChange.Builder change(
            ResourceType type, String id, @Nullable Object before, @Nullable Object after) {
        String request = connection + "-request-" + sequence;
        return IdentityChange.newBuilder()
                .setId(request + "-0")
                .setConnection(connection)
                .setSequence(sequence)
                .setTime(now())
                .setKind(EVENT)
                .setResourceType(type)
                .setResource(id)
                .setVersion(1)
                .setBefore(before)
                .setAfter(after)
                .setTxn(request)
                .setCause(Cause.REQUEST);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
