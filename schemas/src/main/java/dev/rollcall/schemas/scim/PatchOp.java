package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.filters.Filter;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One operation of a PATCH, checked and brought to one shape: every one has a path with our spelling of its names. */
public sealed interface PatchOp {

    /**
     * Changes attributes of the resource itself.
     *
     * @param at where it stands in the request, for messages, such as {@code Operations[0]}
     * @param attribute what the path begins with; null where no schema tells
     */
    record OnAttribute(
            String at,
            Kind kind,
            Path path,
            @Nullable AttributeDefinition attribute,
            @Nullable JsonNode value) implements PatchOp {

        boolean isMultiValued() {
            return attribute != null && attribute.multiValued();
        }
    }

    /** Makes users members. */
    record AddMembers(Set<String> users) implements PatchOp {}

    /** Makes users no longer members; those who aren't are no error (RFC 7644 §3.5.2.2). */
    record RemoveMembers(Set<String> users) implements PatchOp {}

    /** Makes all members that a filter selects no longer members. */
    record RemoveMatchingMembers(Filter filter) implements PatchOp {}

    /** Makes just these users the members. */
    record ReplaceMembers(Set<String> users) implements PatchOp {}

    enum Kind {
        ADD,
        REMOVE,
        REPLACE
    }
}
