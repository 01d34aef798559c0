package dev.rollcall.ingest.console.past;

import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.history.ChangeView;
import dev.rollcall.ingest.history.Difference;
import dev.rollcall.schemas.decide.EventUris;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change of a timeline as a page shows it.
 *
 * @param what happened, in a few words
 * @param group the page of the group that a person joined or left
 * @param members how many a group got and lost
 * @param by whom or what it was caused
 * @param deliveries in how many apps it is in which state
 * @param request the page of the call that it came of, where that is kept
 */
public record ChangeRow(
        long sequence,
        When when,
        String what,
        @Nullable String group,
        String members,
        String by,
        @Nullable String reason,
        List<Line> differences,
        String deliveries,
        boolean isGivenUp,
        @Nullable String request) {

    private static final String API = "/api/v1/";

    /** What became of an attribute. */
    public record Line(String path, String before, String after) {

        static Line of(Difference difference) {
            return new Line(
                    difference.path(), Attributes.text(difference.before()), Attributes.text(difference.after()));
        }
    }

    static ChangeRow of(ChangeView change, String connection, OperatorNames names, Instant now) {
        String request = change.request();
        return new ChangeRow(
                change.sequence(),
                When.of(change.time(), now),
                what(change),
                change.joined() == null ? null : Kind.GROUP.path(connection, change.resource()),
                members(change),
                by(change, names),
                change.reason(),
                change.differences().stream().map(Line::of).toList(),
                deliveries(change),
                !change.failedAt().isEmpty(),
                request == null || !request.startsWith(API) ? null : "/console/" + request.substring(API.length()));
    }

    private static String what(ChangeView change) {
        Boolean joined = change.joined();
        if (joined != null) {
            return (joined ? "Joined " : "Left ") + (change.group() == null ? change.resource() : change.group());
        }
        if (change.alsoKinds().contains(EventUris.DEACTIVATE)) {
            return "Deactivated";
        }
        if (change.alsoKinds().contains(EventUris.ACTIVATE)) {
            return change.kind().equals(EventUris.CREATE) ? "Created" : "Activated";
        }
        return switch (change.kind()) {
            case EventUris.CREATE -> "Created";
            case EventUris.PUT -> "Replaced";
            case EventUris.PATCH -> "Changed";
            case EventUris.DELETE -> "Deleted";
            case EventUris.ACTIVATE -> "Activated";
            case EventUris.DEACTIVATE -> "Deactivated";
            default -> change.kind();
        };
    }

    private static String members(ChangeView change) {
        if (change.joined() != null) {
            return "";
        }
        return Stream.of(count(change.membersAdded(), "joined"), count(change.membersRemoved(), "left"))
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.joining(", "));
    }

    private static String count(int members, String what) {
        return members == 0 ? "" : members + (members == 1 ? " member " : " members ") + what;
    }

    private static String by(ChangeView change, OperatorNames names) {
        String operator = names.of(change.operator());
        return switch (change.cause()) {
            case "request" -> "by the identity provider";
            case "cascade" -> "as a consequence of another change";
            case "restore" -> "by a restore" + (operator == null ? "" : " of " + operator);
            case "erasure" -> "by an erasure" + (operator == null ? "" : " of " + operator);
            default -> change.cause();
        };
    }

    private static String deliveries(ChangeView change) {
        String counts = change.deliveries().entrySet().stream()
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
        return change.failedAt().isEmpty() ? counts : counts + "; given up at " + String.join(", ", change.failedAt());
    }
}
