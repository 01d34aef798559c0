package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One operation of a PATCH, checked and brought to one shape: every one has a path with our spelling of its names. */
public sealed interface PatchOp {

    /** Changes attributes of the resource itself. */
    record OnAttribute(Kind kind, Path path, @Nullable JsonNode value) implements PatchOp {}

    /** Makes users members. */
    record AddMembers(Set<String> users) implements PatchOp {}

    /** Makes users no longer members; those who aren't are no error (RFC 7644 §3.5.2.2). */
    record RemoveMembers(Set<String> users) implements PatchOp {}

    /** Makes just these users the members. */
    record ReplaceMembers(Set<String> users) implements PatchOp {}

    enum Kind {
        ADD,
        REMOVE,
        REPLACE
    }
}
