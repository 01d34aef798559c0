package dev.rollcall.schemas.directory;

import com.mongodb.client.model.Filters;
import dev.rollcall.schemas.query.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

        /**
         * The groups that a user is a member of.
         *
         * @param among only those that an indexed query finds; null for all
         */
        record GroupsOf(String user, @Nullable Bson among) implements Candidates {}
    }

    /** Plans a filter; null selects all. */
    public static QueryPlan of(DirectoryIndexes indexes, @Nullable Condition filter) {
        var queries = new ArrayList<Bson>();
        var rest = new ArrayList<Condition>();
        for (Condition part :
                filter == null ? List.<Condition>of() : filter.conjuncts().toList()) {
            Optional<DirectoryIndexes.Narrowing> narrowing = indexes.narrow(part);
            narrowing.ifPresent(found -> queries.add(found.query()));
            if (narrowing.isEmpty() || !narrowing.get().exact()) {
                rest.add(part);
            }
        }
        Bson query = queries.isEmpty() ? null : queries.size() == 1 ? queries.getFirst() : Filters.and(queries);
        for (Condition part : rest) {
            Optional<Candidates> members = indexes.members(part, query);
            if (members.isPresent()) {
                if (DirectoryIndexes.isDecidedByMembers(part)) {
                    rest.remove(part);
                }
                return new QueryPlan(members.get(), and(rest));
            }
        }
        return new QueryPlan(query == null ? new Candidates.All() : new Candidates.Indexed(query), and(rest));
    }

    private static @Nullable Condition and(List<Condition> parts) {
        return switch (parts.size()) {
            case 0 -> null;
            case 1 -> parts.getFirst();
            default -> new Condition.And(List.copyOf(parts));
        };
    }
}
