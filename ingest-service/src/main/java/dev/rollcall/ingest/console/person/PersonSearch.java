package dev.rollcall.ingest.console.person;

import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.delivery.person.PersonApps;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.directory.Page;
import dev.rollcall.ingest.directory.Resource;
import dev.rollcall.ingest.directory.Search;
import dev.rollcall.ingest.directory.Slice;
import dev.rollcall.ingest.history.Departed;
import dev.rollcall.ingest.scim.ResourceJson;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.query.FilterParser;
import dev.rollcall.schemas.query.Order;
import dev.rollcall.schemas.query.QuerySchemas;
import dev.rollcall.schemas.scim.UserNames;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds people of a connection by what somebody typed, with a SCIM filter that indexes answer; who was deleted, by id or
 * userName. Blocking.
 */
@Component
final class PersonSearch {

    private static final int MOST = 20;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Directory directory;
    private final Departed departed;
    private final PersonApps apps;
    private final Erasures erasures;

    PersonSearch(Directory directory, Departed departed, PersonApps apps, Erasures erasures) {
        this.directory = directory;
        this.departed = departed;
        this.apps = apps;
        this.erasures = erasures;
    }

    /** @param isMore whether there are more than are shown */
    record Found(List<Hit> people, boolean isMore) {}

    /** @param state active, deactivated or deleted */
    record Hit(
            String id,
            String userName,
            @Nullable String name,
            @Nullable String email,
            String state) {

        private static Hit of(UserState state, String isWhat) {
            User user = state.getAttributes();
            return new Hit(
                    state.getId(),
                    user.getUserName(),
                    user.getDisplayName(),
                    user.getEmails().stream()
                            .map(email -> email.getValue())
                            .findFirst()
                            .orElse(null),
                    isWhat);
        }

        /** Says nothing of people. */
        @Override
        public String toString() {
            return "Hit[" + id + "]";
        }
    }

    /** Whose userName, e-mail address or displayName begins so, or whose externalId or id it is. */
    Found find(String connection, String typed) {
        var search = new Search(
                connection,
                ResourceType.USER,
                FilterParser.parse(filter(typed), QuerySchemas.of(ResourceType.USER)),
                Order.BY_ID);
        Page<Resource> page =
                directory.list(List.of(search), new Slice(0, null, MOST, false), new ResourceJson(connection));
        List<Hit> hits = page.resources().stream().flatMap(PersonSearch::hit).toList();
        return hits.isEmpty()
                ? new Found(left(connection, typed).stream().toList(), false)
                : new Found(hits, page.next() != null);
    }

    private static String filter(String typed) {
        String value = JsonMapper.shared().writeValueAsString(typed);
        return Stream.of("userName sw ", "emails.value sw ", "displayName sw ", "externalId eq ", "id eq ")
                .map(comparison -> comparison + value)
                .collect(Collectors.joining(" or "));
    }

    private static Stream<Hit> hit(Resource resource) {
        return switch (resource) {
            case Resource.OfUser(UserState user) ->
                Stream.of(Hit.of(user, user.getAttributes().getActive() ? "active" : "deactivated"));
            case Resource.OfGroup _ -> Stream.empty();
        };
    }

    private Optional<Hit> left(String connection, String typed) {
        if (!ID.matcher(typed).matches()) {
            return departed.named(connection, UserNames.key(typed)).map(user -> Hit.of(user, "deleted"));
        }
        return departed.find(connection, typed)
                .map(user -> Hit.of(user, "deleted"))
                .or(() -> apps.of(connection, typed).map(_ -> new Hit(typed, typed, null, null, "deleted")))
                .or(() -> erasures.find(connection, typed).map(_ -> new Hit(typed, typed, null, null, "forgotten")));
    }
}
