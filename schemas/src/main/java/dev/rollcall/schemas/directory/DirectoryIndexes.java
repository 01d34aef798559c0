package dev.rollcall.schemas.directory;

import com.mongodb.client.model.Filters;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.QueryPlan.Candidates;
import dev.rollcall.schemas.directory.QueryPlan.Narrowing;
import dev.rollcall.schemas.query.AttributePath;
import dev.rollcall.schemas.query.Condition;
import dev.rollcall.schemas.query.Condition.Comparison;
import dev.rollcall.schemas.query.Operator;
import dev.rollcall.schemas.topic.Keys;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;

/** What the directory's indexes can say about attributes of a type; see {@link DirectoryCollections#createIndexes}. */
public record DirectoryIndexes(ResourceType type, String connection) {

    private static final String ID = "id";

    /** An indexed field: whether it is an array, and whether a resource may lack it. */
    private record Field(String name, boolean array, boolean optional) {}

    private static final Map<String, Field> USERS = Map.of(
            "userName", new Field(DirectoryDocuments.USER_NAME, false, false),
            "externalId", new Field(DirectoryDocuments.EXTERNAL_ID, false, true),
            "displayName", new Field(DirectoryDocuments.DISPLAY_NAME, false, true),
            "emails.value", new Field(DirectoryDocuments.EMAILS, true, true));

    private static final Map<String, Field> GROUPS = Map.of(
            "externalId", new Field(DirectoryDocuments.EXTERNAL_ID, false, true),
            "displayName", new Field(DirectoryDocuments.DISPLAY_NAME, false, false));

    /** The attributes that eq and sw find by an index, for messages. */
    public static String names(ResourceType type) {
        return type == ResourceType.USER
                ? "id, userName, externalId, displayName, emails.value and groups.value"
                : "id, displayName, externalId and members.value";
    }

    /** The field that documents are sorted by to sort resources by an attribute, where an index has that order. */
    public Optional<String> sortField(AttributePath path) {
        return path.absent()
                ? Optional.empty()
                : field(path.toString()).filter(field -> !field.array()).map(Field::name);
    }

    /** Whether documents may lack a field of {@link #sortField}. */
    public boolean isOptional(AttributePath path) {
        return field(path.toString()).map(Field::optional).orElse(true);
    }

    Optional<Narrowing> narrow(Condition part) {
        return switch (part) {
            case Comparison comparison ->
                query(comparison, comparison.path().toString()).map(query -> new Narrowing(part, query, true));
            case Condition.Or or -> equalities(or).map(query -> new Narrowing(part, query, true));
            case Condition.Element element ->
                within(element).map(query -> new Narrowing(part, query, element.of() instanceof Comparison));
            case Condition.And _, Condition.Not _, Condition.Present _ -> Optional.empty();
        };
    }

    /** Who is in which group stands in memberships of its own. */
    Optional<Candidates> members(Condition part) {
        return switch (part) {
            case Comparison comparison -> members(comparison, comparison.path().toString());
            case Condition.Element element ->
                parts(element.of()).stream()
                        .filter(Comparison.class::isInstance)
                        .map(Comparison.class::cast)
                        .flatMap(inner -> members(inner, element.path() + "." + inner.path()).stream())
                        .findFirst();
            case Condition.And _, Condition.Or _, Condition.Not _, Condition.Present _ -> Optional.empty();
        };
    }

    private Optional<Candidates> members(Comparison comparison, String path) {
        if (comparison.operator() != Operator.EQ || comparison.path().absent()) {
            return Optional.empty();
        }
        boolean ofUsers = type == ResourceType.USER;
        if (!path.equals(ofUsers ? "groups.value" : "members.value")) {
            return Optional.empty();
        }
        return Optional.of(
                ofUsers
                        ? new Candidates.MembersOf(comparison.operand())
                        : new Candidates.GroupsOf(comparison.operand()));
    }

    /** The element that fulfils a value path has, among others, this value. */
    private Optional<Bson> within(Condition.Element element) {
        return parts(element.of()).stream()
                .filter(Comparison.class::isInstance)
                .map(Comparison.class::cast)
                .flatMap(inner -> query(inner, element.path() + "." + inner.path()).stream())
                .findFirst();
    }

    private static List<Condition> parts(Condition condition) {
        return condition instanceof Condition.And and ? and.parts() : List.of(condition);
    }

    private Optional<Bson> query(Comparison comparison, String path) {
        if (comparison.path().absent()) {
            return Optional.empty();
        }
        return switch (comparison.operator()) {
            case EQ -> equality(path, List.of(comparison.operand()));
            case SW -> prefix(path, comparison.operand());
            case NE, CO, EW, GT, GE, LT, LE -> Optional.empty();
        };
    }

    /** {@code a eq x or a eq y}, which one index answers. */
    private Optional<Bson> equalities(Condition.Or or) {
        var comparisons = or.parts().stream()
                .map(part -> part instanceof Comparison comparison
                                && comparison.operator() == Operator.EQ
                                && !comparison.path().absent()
                        ? comparison
                        : null)
                .toList();
        if (comparisons.stream().anyMatch(Objects::isNull)) {
            return Optional.empty();
        }
        var paths = comparisons.stream()
                .map(comparison -> comparison.path().toString())
                .collect(Collectors.toSet());
        return paths.size() == 1
                ? equality(
                        paths.iterator().next(),
                        comparisons.stream().map(Comparison::operand).toList())
                : Optional.empty();
    }

    private Optional<Bson> equality(String path, List<String> keys) {
        if (path.equals(ID)) {
            return Optional.of(Filters.in(
                    DirectoryDocuments.ID,
                    keys.stream().map(id -> Keys.resource(connection, id)).toList()));
        }
        return field(path)
                .map(field ->
                        keys.size() == 1 ? Filters.eq(field.name(), keys.getFirst()) : Filters.in(field.name(), keys));
    }

    private Optional<Bson> prefix(String path, String prefix) {
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        if (path.equals(ID)) {
            return after(prefix)
                    .map(after -> Filters.and(
                            Filters.gte(DirectoryDocuments.ID, Keys.resource(connection, prefix)),
                            Filters.lt(DirectoryDocuments.ID, Keys.resource(connection, after))));
        }
        return field(path).flatMap(field -> after(prefix).map(after -> range(field, prefix, after)));
    }

    private static Bson range(Field field, String from, String to) {
        return field.array()
                ? Filters.elemMatch(field.name(), new Document("$gte", from).append("$lt", to))
                : Filters.and(Filters.gte(field.name(), from), Filters.lt(field.name(), to));
    }

    /** The first text after all that start so, where that is simple to say. */
    private static Optional<String> after(String prefix) {
        char last = prefix.charAt(prefix.length() - 1);
        return last >= '\uD7FF'
                ? Optional.empty()
                : Optional.of(prefix.substring(0, prefix.length() - 1) + (char) (last + 1));
    }

    private Optional<Field> field(String path) {
        return Optional.ofNullable((type == ResourceType.USER ? USERS : GROUPS).get(path));
    }
}
