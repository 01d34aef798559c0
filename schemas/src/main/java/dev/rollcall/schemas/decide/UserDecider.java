package dev.rollcall.schemas.decide;

import dev.rollcall.event.Cause;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.scim.AttributeDiff;
import dev.rollcall.schemas.scim.AttributePatch;
import dev.rollcall.schemas.scim.PatchOp;
import dev.rollcall.schemas.scim.PatchReader;
import dev.rollcall.schemas.scim.Reading;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.scim.UserNames;
import dev.rollcall.schemas.topic.Keys;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Decides requests about users. */
final class UserDecider {

    Decision decide(WorkingSet state, ProvisioningRequest request, Draft draft, Reading reading) {
        UserState before =
                state.user(request.getConnection(), request.getResource()).orElse(null);
        return switch (request.getOperation()) {
            case CREATE -> before == null ? create(state, request, draft, reading) : draft.accepted(201, before);
            case REPLACE -> {
                UserState found = existing(request, before);
                User after = ScimCodec.USER.read(body(request), found.getAttributes(), reading);
                yield change(state, request, draft, found, after, EventUris.PUT);
            }
            case PATCH -> {
                UserState found = existing(request, before);
                User after = patched(found.getAttributes(), body(request), reading);
                yield change(state, request, draft, found, after, EventUris.PATCH);
            }
            case DELETE -> delete(state, request, draft, existing(request, before));
            case UNKNOWN -> throw Decider.unknown();
        };
    }

    private static Decision create(WorkingSet state, ProvisioningRequest request, Draft draft, Reading reading) {
        User attributes = ScimCodec.USER.read(body(request), null, reading);
        checkName(state, request, attributes);
        UserState after = UserState.newBuilder()
                .setConnection(request.getConnection())
                .setId(request.getResource())
                .setVersion(1)
                .setSequence(draft.sequence(1))
                .setCreated(request.getTime())
                .setLastModified(request.getTime())
                .setAttributes(attributes)
                .build();
        draft.write(new StateWrite.OfUser(after));
        draft.add(draft.next(ResourceType.USER, after.getId(), Cause.REQUEST)
                .setKind(EventUris.CREATE)
                .setVersion(1)
                .setAfter(after)
                .setChangedAttributes(AttributeDiff.paths(ScimCodec.USER, null, attributes)));
        return draft.accepted(201, after);
    }

    private static Decision change(
            WorkingSet state, ProvisioningRequest request, Draft draft, UserState before, User now, String kind) {
        List<String> paths = AttributeDiff.paths(ScimCodec.USER, before.getAttributes(), now);
        if (paths.isEmpty()) {
            return draft.accepted(200, before);
        }
        checkName(state, request, now);
        UserState after = UserState.newBuilder()
                .setConnection(before.getConnection())
                .setId(before.getId())
                .setVersion(before.getVersion() + 1)
                .setSequence(draft.sequence(1))
                .setCreated(before.getCreated())
                .setLastModified(request.getTime())
                .setAttributes(now)
                .build();
        draft.write(new StateWrite.OfUser(after));
        draft.add(draft.next(ResourceType.USER, after.getId(), Cause.REQUEST)
                .setKind(kind)
                .setAlsoKinds(activation(before.getAttributes(), now))
                .setVersion(after.getVersion())
                .setBefore(before)
                .setAfter(after)
                .setChangedAttributes(paths));
        return draft.accepted(200, after);
    }

    /** A deleted user leaves its groups first, so that no membership ever names a user who is gone. */
    private static Decision delete(WorkingSet state, ProvisioningRequest request, Draft draft, UserState user) {
        String connection = user.getConnection();
        var groups = new TreeSet<>(state.groupsOf(connection, user.getId()));
        state.require(groups.stream()
                .map(group -> new Need.OfGroup(Keys.resource(connection, group)))
                .toList());
        for (String id : groups) {
            draft.write(new StateWrite.Removed(
                    StateWrite.Kind.MEMBERSHIP, Keys.membership(connection, id, user.getId()), draft.sequence(1)));
            state.group(connection, id).ifPresent(group -> leave(request, draft, group, user.getId()));
        }
        draft.write(new StateWrite.Removed(
                StateWrite.Kind.USER, Keys.resource(connection, user.getId()), draft.sequence(1)));
        draft.add(draft.next(ResourceType.USER, user.getId(), Cause.REQUEST)
                .setKind(EventUris.DELETE)
                .setVersion(user.getVersion())
                .setBefore(user));
        return draft.accepted(204, null);
    }

    private static void leave(ProvisioningRequest request, Draft draft, GroupState before, String user) {
        GroupState after = GroupState.newBuilder(before)
                .setVersion(before.getVersion() + 1)
                .setSequence(draft.sequence(1))
                .setLastModified(request.getTime())
                .build();
        draft.write(new StateWrite.OfGroup(after));
        draft.add(draft.next(ResourceType.GROUP, before.getId(), Cause.CASCADE)
                .setKind(EventUris.PATCH)
                .setVersion(after.getVersion())
                .setBefore(before)
                .setAfter(after)
                .setChangedAttributes(List.of("members"))
                .setMembersRemoved(List.of(user)));
    }

    private static User patched(User before, ObjectNode body, Reading reading) {
        var operations = PatchReader.read(ScimCodec.USER, body, reading).stream()
                .map(op -> (PatchOp.OnAttribute) op)
                .toList();
        return AttributePatch.apply(ScimCodec.USER, before, operations, reading);
    }

    /** userName is unique in its connection, compared as PRECIS prepares it (RFC 7643 §4.1.1, RFC 7644 §5). */
    private static void checkName(WorkingSet state, ProvisioningRequest request, User user) {
        var owner = state.nameOwner(request.getConnection(), UserNames.key(user.getUserName()));
        if (owner.isPresent() && !owner.get().equals(request.getResource())) {
            throw ScimException.uniqueness("Another user of this connection has this userName: " + owner.get()
                    + ". Look it up by userName and change that one.");
        }
    }

    private static List<String> activation(User before, User after) {
        if (before.getActive() == after.getActive()) {
            return List.of();
        }
        return List.of(after.getActive() ? EventUris.ACTIVATE : EventUris.DEACTIVATE);
    }

    private static UserState existing(ProvisioningRequest request, @Nullable UserState user) {
        if (user == null) {
            throw Decider.gone("user", request.getResource());
        }
        Decider.checkVersion(request, user.getVersion());
        return user;
    }

    private static ObjectNode body(ProvisioningRequest request) {
        return ScimJson.read(String.valueOf(request.getBody()));
    }
}
