package dev.rollcall.schemas.scope;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.query.Condition;
import dev.rollcall.schemas.query.FilterParser;
import dev.rollcall.schemas.query.QuerySchemas;
import dev.rollcall.schemas.scim.ScimException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The users and groups that an app gets, by SCIM filters (RFC 7644 §3.4.2.2); without a filter all. */
public final class Scope {

    /** Of an app without filters. */
    public static final Scope ALL = new Scope(null, null);

    private final @Nullable Condition users;
    private final @Nullable Condition groups;

    private Scope(@Nullable Condition users, @Nullable Condition groups) {
        this.users = users;
        this.groups = groups;
    }

    /**
     * @param userFilter over a user with its {@code groups}; null or blank for all
     * @param groupFilter over a group without its members; null or blank for all
     * @throws ScimException 400 invalidFilter that says in which filter, where and why
     */
    public static Scope of(@Nullable String userFilter, @Nullable String groupFilter) {
        Condition users = parse("scope.users", userFilter, ResourceType.USER);
        Condition groups = parse("scope.groups", groupFilter, ResourceType.GROUP);
        if (groups != null && groups.attributes().anyMatch("members"::equals)) {
            throw ScimException.invalidFilter("scope.groups: members can't decide whether an app gets a group;"
                    + " use displayName, externalId, id or an extension.");
        }
        return users == null && groups == null ? ALL : new Scope(users, groups);
    }

    /** @throws ScimException as {@link #of(String, String)} does */
    public static Scope of(AppSetting app) {
        return of(app.getUserFilter(), app.getGroupFilter());
    }

    private static @Nullable Condition parse(String name, @Nullable String filter, ResourceType type) {
        if (filter == null || filter.isBlank()) {
            return null;
        }
        try {
            return FilterParser.parse(filter.strip(), QuerySchemas.of(type));
        } catch (ScimException e) {
            throw ScimException.invalidFilter(name + ": " + e.detail());
        }
    }

    public boolean isAll() {
        return users == null && groups == null;
    }

    /** Whether it leaves out users. */
    public boolean selectsUsers() {
        return users != null;
    }

    /** Whether it leaves out groups. */
    public boolean selectsGroups() {
        return groups != null;
    }

    /** Whether a user may enter or leave because a group changed. */
    public boolean looksAtMemberships() {
        return users != null && users.attributes().anyMatch("groups"::equals);
    }

    /** @param memberships of the user; not looked at unless {@link #looksAtMemberships} */
    public boolean has(UserState user, List<GroupReference> memberships) {
        return users == null || users.matches(ResourceView.of(user, memberships));
    }

    public boolean has(GroupState group) {
        return groups == null || groups.matches(ResourceView.of(group));
    }

    /** The attributes in those parts of the filter that don't hold for a user; none where the app gets it. */
    public List<String> unmet(UserState user, List<GroupReference> memberships) {
        return users == null ? List.of() : unmet(users, part -> part.matches(ResourceView.of(user, memberships)));
    }

    /** As {@link #unmet(UserState, List)}, of a group. */
    public List<String> unmet(GroupState group) {
        return groups == null ? List.of() : unmet(groups, part -> part.matches(ResourceView.of(group)));
    }

    private static List<String> unmet(Condition filter, Predicate<Condition> holds) {
        Stream<Condition> failing = filter.conjuncts().filter(part -> !holds.test(part));
        return failing.flatMap(Condition::attributes).distinct().toList();
    }
}
