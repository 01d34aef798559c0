package dev.rollcall.schemas.decide;

import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.Members;
import dev.rollcall.schemas.scim.PatchOp;
import dev.rollcall.schemas.scim.PatchReader;
import dev.rollcall.schemas.scim.Reading;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.scim.UserNames;
import dev.rollcall.schemas.topic.Keys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What deciding a request will most likely ask for, so that a batch is loaded in bulk. A guess only: what it leaves out
 * is loaded when the decider asks.
 */
public final class Needs {

    private Needs() {}

    public static Set<Need> of(ProvisioningRequest request) {
        var needs = new LinkedHashSet<Need>();
        String connection = request.getConnection();
        String key = Keys.resource(connection, request.getResource());
        needs.add(new Need.Sequence(connection));
        if (request.getResourceType() == ResourceType.USER) {
            needs.add(new Need.OfUser(key));
            if (request.getOperation() == Operation.DELETE) {
                needs.add(new Need.GroupsOf(connection, request.getResource()));
            }
        } else {
            needs.add(new Need.OfGroup(key));
            if (request.getOperation() == Operation.DELETE) {
                needs.add(new Need.MembersOf(connection, request.getResource()));
            }
        }
        if (request.getBody() != null) {
            try {
                body(request, ScimJson.read(request.getBody()), needs);
            } catch (ScimException e) {
                // the decider will refuse it, and needs nothing for that
                return needs;
            }
        }
        return needs;
    }

    private static void body(ProvisioningRequest request, ObjectNode body, Set<Need> needs) {
        boolean user = request.getResourceType() == ResourceType.USER;
        switch (request.getOperation()) {
            case CREATE, REPLACE -> {
                if (user) {
                    name(request, body.get("userName"), needs);
                } else {
                    members(request, body, needs);
                }
            }
            case PATCH -> {
                if (!user) {
                    patch(request, body, needs);
                }
            }
            case DELETE, UNKNOWN -> {}
        }
    }

    private static void name(ProvisioningRequest request, JsonNode name, Set<Need> needs) {
        if (name != null && name.isString()) {
            needs.add(new Need.NameOwner(request.getConnection(), UserNames.key(name.stringValue())));
        }
    }

    private static void members(ProvisioningRequest request, ObjectNode body, Set<Need> needs) {
        if (request.getOperation() == Operation.REPLACE) {
            if (Members.areIn(body)) {
                needs.add(new Need.MembersOf(request.getConnection(), request.getResource()));
            }
        } else {
            Members.of(body, reading(request)).orElse(Set.of()).forEach(user -> exists(request, user, needs));
        }
    }

    private static void patch(ProvisioningRequest request, ObjectNode body, Set<Need> needs) {
        List<PatchOp> ops = PatchReader.read(ScimCodec.GROUP, body, reading(request));
        boolean all = ops.stream().anyMatch(MembershipEdit::concernsAll);
        if (all) {
            needs.add(new Need.MembersOf(request.getConnection(), request.getResource()));
        }
        for (PatchOp op : ops) {
            switch (op) {
                case PatchOp.AddMembers add ->
                    add.users().forEach(user -> {
                        exists(request, user, needs);
                        member(request, user, all, needs);
                    });
                case PatchOp.RemoveMembers remove -> remove.users().forEach(user -> member(request, user, all, needs));
                case PatchOp.ReplaceMembers _, PatchOp.RemoveMatchingMembers _, PatchOp.OnAttribute _ -> {}
            }
        }
    }

    private static Reading reading(ProvisioningRequest request) {
        return Decider.dialect(request).reading();
    }

    private static void exists(ProvisioningRequest request, String user, Set<Need> needs) {
        needs.add(new Need.Existence(Keys.resource(request.getConnection(), user)));
    }

    private static void member(ProvisioningRequest request, String user, boolean all, Set<Need> needs) {
        if (!all) {
            needs.add(new Need.Membership(request.getConnection(), request.getResource(), user));
        }
    }
}
