package dev.rollcall.schemas.directory;

import com.mongodb.client.model.Filters;
import dev.rollcall.schemas.query.Condition;
import java.util.List;
import java.util.stream.Stream;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How a filter is answered: indexes narrow down the candidates, and what they don't decide is evaluated on those.
 *
 * @param rest null when every candidate matches
 */
public record QueryPlan(Candidates candidates, @Nullable Condition rest) {

    /** Which of a connection's resources of a type can match at all. */
    public sealed interface Candidates {

        /** All of them. */
        record All() implements Candidates {}

        /** Those that an indexed query finds. */
        record Indexed(Bson query) implements Candidates {}

        /** The users who are members of a group. */
        record MembersOf(String group) implements Candidates {}

        /** The groups that a user is a member of. */
        record GroupsOf(String user) implements Candidates {}
    }

    /** Plans a filter; null selects all. */
    public static QueryPlan of(DirectoryIndexes indexes, @Nullable Condition filter) {
        if (filter == null) {
            return new QueryPlan(new Candidates.All(), null);
        }
        List<Condition> parts = filter instanceof Condition.And and ? flat(and).toList() : List.of(filter);
        List<Narrowing> narrowings =
                parts.stream().flatMap(part -> indexes.narrow(part).stream()).toList();
        if (narrowings.isEmpty()) {
            return parts.stream()
                    .flatMap(part -> indexes.members(part).stream()
                            .map(members -> new QueryPlan(members, rest(without(parts, part, isOneTest(part))))))
                    .findFirst()
                    .orElseGet(() -> new QueryPlan(new Candidates.All(), rest(parts)));
        }
        List<Condition> decided =
                narrowings.stream().filter(Narrowing::exact).map(Narrowing::of).toList();
        return new QueryPlan(
                new Candidates.Indexed(
                        Filters.and(narrowings.stream().map(Narrowing::query).toList())),
                rest(parts.stream().filter(part -> !decided.contains(part)).toList()));
    }

    /**
     * What an index makes of a part of a filter.
     *
     * @param exact whether whatever the query finds fulfils the part
     */
    record Narrowing(Condition of, Bson query, boolean exact) {}

    private static boolean isOneTest(Condition part) {
        return !(part instanceof Condition.Element element) || element.of() instanceof Condition.Comparison;
    }

    private static List<Condition> without(List<Condition> parts, Condition part, boolean decided) {
        return decided ? parts.stream().filter(other -> other != part).toList() : parts;
    }

    private static Stream<Condition> flat(Condition.And and) {
        return and.parts().stream()
                .flatMap(part -> part instanceof Condition.And inner ? flat(inner) : Stream.of(part));
    }

    private static @Nullable Condition rest(List<Condition> parts) {
        return switch (parts.size()) {
            case 0 -> null;
            case 1 -> parts.getFirst();
            default -> new Condition.And(parts);
        };
    }
}
