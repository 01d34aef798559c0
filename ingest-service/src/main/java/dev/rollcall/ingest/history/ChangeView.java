package dev.rollcall.ingest.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.ingest.activity.journey.Journey;
import dev.rollcall.ingest.history.projection.PositionDocuments;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One change in a timeline.
 *
 * @param kind the RFC 9967 event URI
 * @param cause {@code request}, {@code cascade} of one, {@code restore} or {@code erasure}
 * @param operator who asked for it through the admin API
 * @param txn the request that it came of
 * @param request the path of that request in the request log of the admin API, where it is kept
 * @param differences what it changed of the resource
 * @param joined whether the user became a member of the group by it; absent where it is the user's own change
 * @param group the group's name then
 * @param deliveries in how many apps it is in which state
 * @param failedAt the names of the apps that were given up
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChangeView(
        long sequence,
        Instant time,
        String kind,
        List<String> alsoKinds,
        String resourceType,
        String resource,
        long version,
        String cause,
        @Nullable String operator,
        @Nullable String reason,
        String txn,
        @Nullable String request,
        List<Difference> differences,
        int membersAdded,
        int membersRemoved,
        @Nullable Boolean joined,
        @Nullable String group,
        Map<String, Long> deliveries,
        List<String> failedAt) {

    static ChangeView of(Subject subject, IdentityChange change, @Nullable String request, List<Journey.AtApp> apps) {
        Snapshot before = Snapshot.of(change.getBefore()).orElse(null);
        Snapshot after = Snapshot.of(change.getAfter()).orElse(null);
        boolean isOwn = change.getResource().equals(subject.id());
        Snapshot group = after == null ? before : after;
        return new ChangeView(
                change.getSequence(),
                change.getTime(),
                change.getKind(),
                change.getAlsoKinds(),
                label(change.getResourceType()),
                change.getResource(),
                change.getVersion(),
                label(change.getCause()),
                change.getOperator(),
                change.getReason(),
                change.getTxn(),
                request,
                isOwn ? Difference.between(before, after) : List.of(),
                change.getMembersAdded().size(),
                change.getMembersRemoved().size(),
                isOwn ? null : change.getMembersAdded().contains(subject.id()),
                isOwn || group == null
                        ? null
                        : group.attributes().path("displayName").asString(null),
                apps.stream().collect(Collectors.groupingBy(Journey.AtApp::state, TreeMap::new, Collectors.counting())),
                apps.stream()
                        .filter(app -> app.state().equals("failed"))
                        .map(Journey.AtApp::name)
                        .toList());
    }

    /** Whom the changes of a timeline are about, as {@link PositionDocuments#SUBJECTS}. */
    static List<String> subjects(Subject subject) {
        return switch (subject.type()) {
            case USER ->
                List.of(subject.id(), PositionDocuments.joined(subject.id()), PositionDocuments.left(subject.id()));
            case GROUP, UNKNOWN -> List.of(subject.id());
        };
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
