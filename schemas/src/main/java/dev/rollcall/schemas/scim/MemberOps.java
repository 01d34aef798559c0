package dev.rollcall.schemas.scim;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the operations of a PATCH on a group's members, whose sub-attributes never change (RFC 7643 §4.2). */
final class MemberOps {

    private final Reading reading;

    MemberOps(Reading reading) {
        this.reading = reading;
    }

    /** @throws ScimException 400 mutability, invalidFilter or invalidValue */
    PatchOp read(String at, PatchOp.Kind kind, Path path, @Nullable JsonNode value) {
        Filter filter = path.getElement(0).getValueFilter();
        if (path.size() > 1 || filter != null && kind != PatchOp.Kind.REMOVE) {
            throw ScimException.mutability(at + ": the parts of a member can't be changed; remove it and add another.");
        }
        if (filter != null) {
            return removal(at, filter);
        }
        return switch (kind) {
            case ADD -> new PatchOp.AddMembers(ids(value));
            case REPLACE -> new PatchOp.ReplaceMembers(ids(value));
            case REMOVE -> {
                if (value == null || value.isNull()) {
                    yield new PatchOp.ReplaceMembers(Set.of());
                }
                reading.tolerate(Tolerance.REMOVE_WITH_VALUE, at + ": a remove came with a value.");
                yield new PatchOp.RemoveMembers(ids(value));
            }
        };
    }

    private Set<String> ids(@Nullable JsonNode value) {
        return value == null ? Set.of() : Members.ids(value, reading);
    }

    private static PatchOp removal(String at, Filter filter) {
        var users = new LinkedHashSet<String>();
        if (names(filter, users)) {
            return new PatchOp.RemoveMembers(users);
        }
        checkNames(at, filter);
        return new PatchOp.RemoveMatchingMembers(filter);
    }

    /** Collects the ids of {@code value eq "a" or value eq "b"}; false when the filter is anything else. */
    private static boolean names(Filter filter, Set<String> users) {
        List<Filter> parts = filter.getCombinedFilters();
        if (filter.getFilterType() == FilterType.OR && parts != null) {
            return parts.stream().allMatch(part -> names(part, users));
        }
        Path path = filter.getAttributePath();
        JsonNode value = filter.getComparisonValue();
        if (filter.getFilterType() != FilterType.EQUAL
                || path == null
                || !path.toString().equalsIgnoreCase("value")
                || value == null
                || !value.isString()) {
            return false;
        }
        users.add(value.stringValue());
        return true;
    }

    private static void checkNames(String at, Filter filter) {
        List<Filter> parts = filter.getCombinedFilters();
        Filter inverted = filter.getInvertedFilter();
        if (parts != null) {
            parts.forEach(part -> checkNames(at, part));
        } else if (inverted != null) {
            checkNames(at, inverted);
        } else {
            Path path = filter.getAttributePath();
            String name = path == null ? "" : path.toString().toLowerCase(Locale.ROOT);
            if (filter.isComplexValueFilter() || !name.equals("value") && !name.equals("type")) {
                throw ScimException.invalidFilter(
                        at + ": members are selected by value (their id) or type, such as members[value eq \"id\"].");
            }
        }
    }
}
