package dev.rollcall.schemas.decide;

import dev.rollcall.schemas.scim.Members;
import dev.rollcall.schemas.scim.PatchOp;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.topic.Keys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who becomes a member of a group and who no longer is, compared with what is stored. */
record MembershipEdit(Set<String> added, Set<String> removed) {

    static final MembershipEdit NONE = new MembershipEdit(Set.of(), Set.of());

    /** How many unknown ids an error names. */
    private static final int NAMED = 3;

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty();
    }

    /** From the members so far to exactly these. */
    static MembershipEdit to(Set<String> desired, Set<String> current) {
        var added = new LinkedHashSet<>(desired);
        added.removeAll(current);
        var removed = new LinkedHashSet<>(current);
        removed.removeAll(desired);
        return new MembershipEdit(added, removed);
    }

    /** What the member operations of a PATCH come to, in order; only a replacement needs to know all members. */
    static MembershipEdit of(WorkingSet state, String connection, String group, List<PatchOp> ops) {
        if (ops.stream().anyMatch(MembershipEdit::concernsAll)) {
            Set<String> current = state.members(connection, group);
            var desired = new LinkedHashSet<>(current);
            ops.forEach(op -> fold(op, desired));
            return to(desired, current);
        }
        var touched = new LinkedHashSet<String>();
        ops.forEach(op -> touch(op, touched));
        state.require(touched.stream()
                .map(user -> new Need.Membership(connection, group, user))
                .toList());
        var current = new LinkedHashSet<>(touched);
        current.removeIf(user -> !state.isMember(connection, group, user));
        var desired = new LinkedHashSet<>(current);
        ops.forEach(op -> fold(op, desired));
        return to(desired, current);
    }

    /** @throws ScimException 400 invalidValue when someone who is to be added isn't there */
    void checkUsers(WorkingSet state, String connection) {
        state.require(added.stream()
                .map(user -> new Need.Existence(Keys.resource(connection, user)))
                .toList());
        List<String> unknown =
                added.stream().filter(user -> !state.exists(connection, user)).toList();
        if (!unknown.isEmpty()) {
            throw ScimException.invalidValue("members holds " + unknown.size()
                    + " id(s) of no user of this connection, such as "
                    + String.join(", ", unknown.subList(0, Math.min(NAMED, unknown.size())))
                    + ". Provision the users first, and use the ids that were answered.");
        }
    }

    /** Whether an operation can't be understood without knowing all members. */
    static boolean concernsAll(PatchOp op) {
        return switch (op) {
            case PatchOp.ReplaceMembers _, PatchOp.RemoveMatchingMembers _ -> true;
            case PatchOp.AddMembers _, PatchOp.RemoveMembers _, PatchOp.OnAttribute _ -> false;
        };
    }

    private static void touch(PatchOp op, Set<String> touched) {
        switch (op) {
            case PatchOp.AddMembers add -> touched.addAll(add.users());
            case PatchOp.RemoveMembers remove -> touched.addAll(remove.users());
            case PatchOp.ReplaceMembers _, PatchOp.RemoveMatchingMembers _, PatchOp.OnAttribute _ -> {}
        }
    }

    private static void fold(PatchOp op, Set<String> members) {
        switch (op) {
            case PatchOp.AddMembers add -> members.addAll(add.users());
            case PatchOp.RemoveMembers remove -> members.removeAll(remove.users());
            case PatchOp.RemoveMatchingMembers remove ->
                members.removeIf(user -> Members.matches(remove.filter(), user));
            case PatchOp.ReplaceMembers replace -> {
                members.clear();
                members.addAll(replace.users());
            }
            case PatchOp.OnAttribute _ -> {}
        }
    }
}
