package dev.rollcall.schemas.decide;

import dev.rollcall.event.Cause;
import dev.rollcall.event.Group;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.AttributeDiff;
import dev.rollcall.schemas.scim.AttributePatch;
import dev.rollcall.schemas.scim.Members;
import dev.rollcall.schemas.scim.PatchOp;
import dev.rollcall.schemas.scim.PatchReader;
import dev.rollcall.schemas.scim.Reading;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Decides requests about groups and their members. */
final class GroupDecider {

    /** Membership edits in one change; a larger request makes several changes. */
    static final int CHUNK = 1_000;

    Decision decide(WorkingSet state, ProvisioningRequest request, Draft draft, Reading reading) {
        String connection = request.getConnection();
        GroupState before = state.group(connection, request.getResource()).orElse(null);
        return switch (request.getOperation()) {
            case CREATE -> before == null ? create(state, request, draft, reading) : draft.accepted(201, before);
            case REPLACE -> {
                GroupState found = existing(request, before);
                ObjectNode body = body(request);
                Group now = ScimCodec.GROUP.read(body, found.getAttributes(), reading);
                MembershipEdit edit = Members.of(body, reading)
                        .map(desired -> MembershipEdit.to(desired, state.members(connection, found.getId())))
                        .orElse(MembershipEdit.NONE);
                yield change(state, request, draft, found, now, edit, EventUris.PUT);
            }
            case PATCH -> {
                GroupState found = existing(request, before);
                List<PatchOp> ops = PatchReader.read(ScimCodec.GROUP, body(request), reading);
                Group now = AttributePatch.apply(ScimCodec.GROUP, found.getAttributes(), onAttributes(ops), reading);
                MembershipEdit edit = MembershipEdit.of(state, connection, found.getId(), ops);
                yield change(state, request, draft, found, now, edit, EventUris.PATCH);
            }
            case DELETE -> delete(state, request, draft, existing(request, before));
            case UNKNOWN -> throw Decider.unknown();
        };
    }

    private static Decision create(WorkingSet state, ProvisioningRequest request, Draft draft, Reading reading) {
        ObjectNode body = body(request);
        Group attributes = ScimCodec.GROUP.read(body, null, reading);
        var edit = new MembershipEdit(Members.of(body, reading).orElse(Set.of()), Set.of());
        edit.checkUsers(state, request.getConnection());
        GroupState after = GroupState.newBuilder()
                .setConnection(request.getConnection())
                .setId(request.getResource())
                .setVersion(1)
                .setSequence(draft.sequence(chunks(edit)))
                .setCreated(request.getTime())
                .setLastModified(request.getTime())
                .setAttributes(attributes)
                .build();
        write(request, draft, null, after, edit, EventUris.CREATE);
        return draft.accepted(201, after);
    }

    private static Decision change(
            WorkingSet state,
            ProvisioningRequest request,
            Draft draft,
            GroupState before,
            Group now,
            MembershipEdit edit,
            String kind) {
        if (edit.isEmpty()
                && AttributeDiff.paths(ScimCodec.GROUP, before.getAttributes(), now)
                        .isEmpty()) {
            return draft.accepted(200, before);
        }
        edit.checkUsers(state, request.getConnection());
        GroupState after = GroupState.newBuilder()
                .setConnection(before.getConnection())
                .setId(before.getId())
                .setVersion(before.getVersion() + 1)
                .setSequence(draft.sequence(chunks(edit)))
                .setCreated(before.getCreated())
                .setLastModified(request.getTime())
                .setAttributes(now)
                .build();
        write(request, draft, before, after, edit, kind);
        return draft.accepted(200, after);
    }

    /** A deleted group loses its members first, so that no membership ever names a group that is gone. */
    private static Decision delete(WorkingSet state, ProvisioningRequest request, Draft draft, GroupState group) {
        var edit = new MembershipEdit(Set.of(), state.members(group.getConnection(), group.getId()));
        if (!edit.isEmpty()) {
            for (Chunk chunk : Chunk.of(edit)) {
                memberships(request, draft, group.getId(), chunk);
                draft.add(draft.next(ResourceType.GROUP, group.getId(), Cause.CASCADE)
                        .setKind(EventUris.PATCH)
                        .setVersion(group.getVersion())
                        .setBefore(group)
                        .setAfter(group)
                        .setChangedAttributes(List.of("members"))
                        .setMembersRemoved(chunk.removed()));
            }
        }
        draft.write(new StateWrite.Removed(
                StateWrite.Kind.GROUP, Keys.resource(group.getConnection(), group.getId()), draft.sequence(1)));
        draft.add(draft.next(ResourceType.GROUP, group.getId(), Cause.REQUEST)
                .setKind(EventUris.DELETE)
                .setVersion(group.getVersion())
                .setBefore(group));
        return draft.accepted(204, null);
    }

    private static void write(
            ProvisioningRequest request,
            Draft draft,
            @Nullable GroupState before,
            GroupState after,
            MembershipEdit edit,
            String kind) {
        draft.write(new StateWrite.OfGroup(after));
        List<String> paths = AttributeDiff.paths(
                ScimCodec.GROUP, before == null ? null : before.getAttributes(), after.getAttributes());
        boolean first = true;
        for (Chunk chunk : Chunk.of(edit)) {
            memberships(request, draft, after.getId(), chunk);
            var changed = new ArrayList<>(first ? paths : List.<String>of());
            if (!chunk.isEmpty()) {
                changed.add("members");
            }
            draft.add(draft.next(ResourceType.GROUP, after.getId(), Cause.REQUEST)
                    .setKind(first ? kind : EventUris.PATCH)
                    .setVersion(after.getVersion())
                    .setBefore(first ? before : after)
                    .setAfter(after)
                    .setChangedAttributes(changed)
                    .setMembersAdded(chunk.added())
                    .setMembersRemoved(chunk.removed()));
            first = false;
        }
    }

    private static void memberships(ProvisioningRequest request, Draft draft, String group, Chunk chunk) {
        String connection = request.getConnection();
        for (String user : chunk.removed()) {
            draft.write(new StateWrite.Removed(
                    StateWrite.Kind.MEMBERSHIP, Keys.membership(connection, group, user), draft.sequence(1)));
        }
        for (String user : chunk.added()) {
            draft.write(new StateWrite.OfMembership(
                    new MembershipState(connection, group, user, draft.sequence(1), request.getTime())));
        }
    }

    private static int chunks(MembershipEdit edit) {
        return Chunk.of(edit).size();
    }

    private static List<PatchOp.OnAttribute> onAttributes(List<PatchOp> ops) {
        return ops.stream()
                .filter(PatchOp.OnAttribute.class::isInstance)
                .map(PatchOp.OnAttribute.class::cast)
                .toList();
    }

    private static GroupState existing(ProvisioningRequest request, @Nullable GroupState group) {
        if (group == null) {
            throw Decider.gone("group", request.getResource());
        }
        Decider.checkVersion(request, group.getVersion());
        return group;
    }

    private static ObjectNode body(ProvisioningRequest request) {
        return ScimJson.read(String.valueOf(request.getBody()));
    }

    /** Some of the membership edits of a request: what one change stands for. */
    private record Chunk(List<String> added, List<String> removed) {

        boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty();
        }

        /** At least one, be it empty: removals first, then additions. */
        static List<Chunk> of(MembershipEdit edit) {
            var chunks = new ArrayList<Chunk>();
            var added = new ArrayList<String>();
            var removed = new ArrayList<String>();
            for (String user : edit.removed()) {
                removed.add(user);
                if (removed.size() == CHUNK) {
                    chunks.add(new Chunk(List.of(), List.copyOf(removed)));
                    removed.clear();
                }
            }
            for (String user : edit.added()) {
                if (added.size() + removed.size() == CHUNK) {
                    chunks.add(new Chunk(List.copyOf(added), List.copyOf(removed)));
                    added.clear();
                    removed.clear();
                }
                added.add(user);
            }
            if (chunks.isEmpty() || !added.isEmpty() || !removed.isEmpty()) {
                chunks.add(new Chunk(List.copyOf(added), List.copyOf(removed)));
            }
            return chunks;
        }
    }
}
