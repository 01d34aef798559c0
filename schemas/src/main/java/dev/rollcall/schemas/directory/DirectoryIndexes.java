package dev.rollcall.schemas.directory;

import com.mongodb.client.model.Filters;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.QueryPlan.Candidates;
import dev.rollcall.schemas.query.AttributePath;
import dev.rollcall.schemas.query.Condition;
import dev.rollcall.schemas.query.Condition.And;
import dev.rollcall.schemas.query.Condition.Comparison;
import dev.rollcall.schemas.query.Condition.Element;
import dev.rollcall.schemas.query.Condition.Not;
import dev.rollcall.schemas.query.Condition.Or;
import dev.rollcall.schemas.query.Condition.Present;
import dev.rollcall.schemas.query.Operator;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** What the directory's indexes can say about attributes of a type; see {@link DirectoryCollections#createIndexes}. */
public record DirectoryIndexes(ResourceType type, String connection) {

    /** An indexed field: whether it is an array, and whether a resource may lack it. */
    private record Field(String name, boolean array, boolean optional) {}

    private static final Field ID = new Field(DirectoryDocuments.ID, false, false);

    private static final Map<String, Field> USERS = Map.of(
            "id", ID,
            "userName", new Field(DirectoryDocuments.USER_NAME, false, false),
            "externalId", new Field(DirectoryDocuments.EXTERNAL_ID, false, true),
            "displayName", new Field(DirectoryDocuments.DISPLAY_NAME, false, true),
            "emails.value", new Field(DirectoryDocuments.EMAILS, true, true));

    private static final Map<String, Field> GROUPS = Map.of(
            "id", ID,
            "externalId", new Field(DirectoryDocuments.EXTERNAL_ID, false, true),
            "displayName", new Field(DirectoryDocuments.DISPLAY_NAME, false, false));

    /** What no resource fulfils. */
    private static final Narrowing NOTHING = new Narrowing(Filters.in(DirectoryDocuments.ID, List.of()), true);

    /**
     * What indexes make of a condition.
     *
     * @param query of no more than one connection
     * @param exact whether whatever the query finds fulfils the condition
     */
    record Narrowing(Bson query, boolean exact) {}

    /** The attributes that an index finds by a comparison with a value, for messages. */
    public static String names(ResourceType type) {
        return type == ResourceType.USER
                ? "id, userName, externalId, displayName or emails.value, or eq on groups.value"
                : "id, displayName or externalId, or eq on members.value";
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

    /** What indexes make of a condition; empty where they can't narrow it down. */
    Optional<Narrowing> narrow(Condition condition) {
        return narrow(condition, "");
    }

    /**
     * Who is in which group stands in memberships of its own.
     *
     * @param among what else is known of the resources; null when nothing is
     */
    Optional<Candidates> members(Condition part, @Nullable Bson among) {
        boolean ofUsers = type == ResourceType.USER;
        String wanted = ofUsers ? "groups.value" : "members.value";
        return member(part, wanted)
                .filter(_ -> !ofUsers || among == null)
                .map(id -> ofUsers ? new Candidates.MembersOf(id) : new Candidates.GroupsOf(id, among));
    }

    /** Whether a part that {@link #members} understands says no more than that. */
    static boolean isDecidedByMembers(Condition part) {
        return part instanceof Comparison || part instanceof Element element && element.of() instanceof Comparison;
    }

    private static Optional<String> member(Condition part, String wanted) {
        return switch (part) {
            case Comparison comparison -> member(comparison, "", wanted);
            case Element element ->
                element.of()
                        .conjuncts()
                        .filter(Comparison.class::isInstance)
                        .map(Comparison.class::cast)
                        .flatMap(inner -> member(inner, element.path() + ".", wanted).stream())
                        .findFirst();
            case And _, Or _, Not _, Present _ -> Optional.empty();
        };
    }

    private static Optional<String> member(Comparison comparison, String within, String wanted) {
        boolean is = comparison.operator() == Operator.EQ && (within + comparison.path()).equals(wanted);
        return is ? Optional.of(comparison.operand()) : Optional.empty();
    }

    /** @param within what the paths of a value path's filter are of, with a dot at its end */
    private Optional<Narrowing> narrow(Condition condition, String within) {
        return switch (condition) {
            case Comparison(AttributePath path, Operator operator, String _)
            when path.absent() -> operator == Operator.NE ? Optional.empty() : Optional.of(NOTHING);
            case Comparison(AttributePath path, Operator operator, String operand) ->
                field(within + path)
                        .flatMap(field -> query(field, operator, operand))
                        .map(query -> new Narrowing(query, true));
            case Present(AttributePath path) -> path.absent() ? Optional.of(NOTHING) : Optional.empty();
            case Element(AttributePath path, Condition of) ->
                path.absent() ? Optional.of(NOTHING) : narrow(of, within + path + ".");
            case And and -> all(and.conjuncts().toList(), within);
            case Or or -> any(or.disjuncts().toList(), within);
            case Not _ -> Optional.empty();
        };
    }

    private Optional<Narrowing> all(List<Condition> parts, String within) {
        List<Narrowing> narrowings =
                parts.stream().flatMap(part -> narrow(part, within).stream()).toList();
        // in a value path one and the same element has to fulfil all
        boolean exact = within.isEmpty()
                && narrowings.size() == parts.size()
                && narrowings.stream().allMatch(Narrowing::exact);
        return narrowings.isEmpty()
                ? Optional.empty()
                : Optional.of(new Narrowing(
                        Filters.and(narrowings.stream().map(Narrowing::query).toList()), exact));
    }

    /** Every part needs an index; those that equal the same field share a look-up. */
    private Optional<Narrowing> any(List<Condition> parts, String within) {
        var equal = new LinkedHashMap<Field, List<String>>();
        var branches = new ArrayList<Bson>();
        boolean exact = true;
        for (Condition part : parts) {
            Optional<Field> field = equated(part, within);
            if (field.isPresent()) {
                equal.computeIfAbsent(field.get(), _ -> new ArrayList<>()).add(((Comparison) part).operand());
                continue;
            }
            Optional<Narrowing> narrowing = narrow(part, within);
            if (narrowing.isEmpty()) {
                return Optional.empty();
            }
            branches.add(narrowing.get().query());
            exact &= narrowing.get().exact();
        }
        equal.forEach((field, operands) -> branches.add(equality(field, operands)));
        return Optional.of(new Narrowing(or(branches), exact));
    }

    private Optional<Field> equated(Condition part, String within) {
        return part instanceof Comparison(AttributePath path, Operator operator, String _)
                        && operator == Operator.EQ
                        && !path.absent()
                ? field(within + path)
                : Optional.empty();
    }

    /** Each branch begins with the connection, as the indexes do. */
    private Bson or(List<Bson> branches) {
        return branches.size() == 1
                ? branches.getFirst()
                : Filters.or(branches.stream()
                        .map(branch -> Filters.and(Filters.eq(DirectoryDocuments.CONNECTION, connection), branch))
                        .toList());
    }

    private Optional<Bson> query(Field field, Operator operator, String operand) {
        String key = key(field, operand);
        return switch (operator) {
            case EQ -> Optional.of(Filters.eq(field.name(), key));
            case SW -> operand.isEmpty() ? Optional.empty() : after(key).map(after -> startsWith(field, key, after));
            case GT -> Optional.of(Filters.gt(field.name(), key));
            case GE -> Optional.of(Filters.gte(field.name(), key));
            case LT -> Optional.of(Filters.lt(field.name(), key));
            case LE -> Optional.of(Filters.lte(field.name(), key));
            case NE, CO, EW -> Optional.empty();
        };
    }

    private Bson equality(Field field, List<String> operands) {
        List<String> keys =
                operands.stream().map(operand -> key(field, operand)).distinct().toList();
        return keys.size() == 1 ? Filters.eq(field.name(), keys.getFirst()) : Filters.in(field.name(), keys);
    }

    /** FerretDB 1 lets different elements of an array fulfil the two ends of a range, hence the expression beside it. */
    private static Bson startsWith(Field field, String prefix, String after) {
        return field.array()
                ? Filters.and(
                        Filters.elemMatch(field.name(), new Document("$gte", prefix).append("$lt", after)),
                        Filters.regex(field.name(), '^' + Pattern.quote(prefix)))
                : Filters.and(Filters.gte(field.name(), prefix), Filters.lt(field.name(), after));
    }

    /** The first text after all that start so, where that is simple to say. */
    private static Optional<String> after(String prefix) {
        char last = prefix.charAt(prefix.length() - 1);
        return last >= '\uD7FF'
                ? Optional.empty()
                : Optional.of(prefix.substring(0, prefix.length() - 1) + (char) (last + 1));
    }

    private String key(Field field, String operand) {
        return field.equals(ID) ? Keys.resource(connection, operand) : operand;
    }

    private Optional<Field> field(String path) {
        return Optional.ofNullable((type == ResourceType.USER ? USERS : GROUPS).get(path));
    }
}
