package dev.rollcall.ingest.directory;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the directory should find, said in the plainest Java. */
final class Model {

    private Model() {}

    record Email(String value, @Nullable String type) {}

    /** Attributes of an extension that the connection declares. */
    record Badge(
            @Nullable String colour,
            @Nullable String code,
            @Nullable Integer level,
            @Nullable BigDecimal weight,
            @Nullable OffsetDateTime since,
            @Nullable Boolean lost,
            @Nullable URI door,
            List<String> tags) {

        static final String URN = "urn:example:badge:1.0:User";
        static final String SCHEMA = """
                {"id": "urn:example:badge:1.0:User", "attributes": [
                  {"name": "colour"}, {"name": "code", "caseExact": true}, {"name": "level", "type": "integer"},
                  {"name": "weight", "type": "decimal"}, {"name": "since", "type": "dateTime"},
                  {"name": "lost", "type": "boolean"}, {"name": "tags", "multiValued": true},
                  {"name": "door", "type": "reference", "referenceTypes": ["external"]}]}""";

        static final Badge NONE = new Badge(null, null, null, null, null, null, null, List.of());
    }

    record Person(
            String id,
            String userName,
            @Nullable String externalId,
            @Nullable String title,
            @Nullable String displayName,
            @Nullable Boolean active,
            List<Email> emails,
            @Nullable String department,
            Set<String> groups,
            Badge badge) {}

    /** A filter as text, and what it means. */
    interface Term {

        String text();

        boolean test(Person person);
    }

    /** An attribute: its name in a filter, and its values in a form whose order is theirs. */
    sealed interface Attribute<V extends Comparable<? super V>> {

        String name();

        Stream<V> of(Person person);

        V prepared(V value);

        String literal(V value);
    }

    /** An attribute of text, and whether case counts. */
    record Text(String name, boolean exact, Function<Person, Stream<@Nullable String>> values)
            implements Attribute<String> {

        @Override
        public Stream<String> of(Person person) {
            return values.apply(person).filter(Objects::nonNull).map(this::prepared);
        }

        @Override
        public String prepared(String value) {
            return exact ? value : value.toLowerCase(Locale.ROOT);
        }

        @Override
        public String literal(String value) {
            return '"' + value + '"';
        }
    }

    /** A single-valued attribute of another type. */
    record Typed<V extends Comparable<? super V>>(
            String name, Function<Person, @Nullable V> value, Function<V, String> write) implements Attribute<V> {

        @Override
        public Stream<V> of(Person person) {
            return Stream.ofNullable(value.apply(person));
        }

        @Override
        public V prepared(V value) {
            return value;
        }

        @Override
        public String literal(V value) {
            return write.apply(value);
        }
    }

    private static final String BADGE = Badge.URN + ":";

    static final List<Text> TEXTS = List.of(
            new Text("id", true, person -> Stream.of(person.id())),
            new Text("userName", false, person -> Stream.of(person.userName())),
            new Text("USERNAME", false, person -> Stream.of(person.userName())),
            new Text("externalId", true, person -> Stream.ofNullable(person.externalId())),
            new Text("title", false, person -> Stream.ofNullable(person.title())),
            new Text("displayName", false, person -> Stream.ofNullable(person.displayName())),
            new Text("emails", false, person -> person.emails().stream().map(Email::value)),
            new Text("email.value", false, person -> person.emails().stream().map(Email::value)),
            new Text("emails.type", false, person -> person.emails().stream().map(Email::type)),
            new Text("groups.value", true, person -> person.groups().stream()),
            new Text(
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                    false,
                    person -> Stream.ofNullable(person.department())),
            new Text(
                    BADGE + "colour",
                    false,
                    person -> Stream.ofNullable(person.badge().colour())),
            new Text(
                    BADGE + "CODE",
                    true,
                    person -> Stream.ofNullable(person.badge().code())),
            new Text(
                    BADGE + "door",
                    true,
                    person -> Stream.ofNullable(person.badge().door()).map(URI::toString)),
            new Text(BADGE + "tags", false, person -> person.badge().tags().stream()));

    static final Typed<BigDecimal> LEVEL = new Typed<>(
            BADGE + "level",
            person -> person.badge().level() == null
                    ? null
                    : BigDecimal.valueOf(person.badge().level()),
            BigDecimal::toPlainString);
    static final Typed<BigDecimal> WEIGHT =
            new Typed<>(BADGE + "weight", person -> person.badge().weight(), BigDecimal::toPlainString);
    static final Typed<Instant> SINCE = new Typed<>(
            BADGE + "since",
            person -> person.badge().since() == null
                    ? null
                    : person.badge().since().toInstant(),
            time -> "\"" + time + "\"");
    static final Typed<Boolean> LOST =
            new Typed<>(BADGE + "lost", person -> person.badge().lost(), Object::toString);

    static final Typed<Boolean> ACTIVE = new Typed<>("active", Person::active, Object::toString);

    enum Comparing {
        EQ,
        SW,
        EW,
        CO,
        GT,
        GE,
        LT,
        LE,
        NE;

        /** Those that aren't for text alone. */
        static final List<Comparing> ORDER = List.of(EQ, NE, GT, GE, LT, LE);

        <V extends Comparable<? super V>> boolean holds(V value, V operand) {
            int sign = value.compareTo(operand);
            return switch (this) {
                case EQ -> sign == 0;
                case NE -> sign != 0;
                case GT -> sign > 0;
                case GE -> sign >= 0;
                case LT -> sign < 0;
                case LE -> sign <= 0;
                case SW -> value.toString().startsWith(operand.toString());
                case EW -> value.toString().endsWith(operand.toString());
                case CO -> value.toString().contains(operand.toString());
            };
        }
    }

    record Compared<V extends Comparable<? super V>>(Attribute<V> attribute, Comparing by, V operand) implements Term {

        @Override
        public String text() {
            return attribute.name() + " " + by + " " + attribute.literal(operand);
        }

        @Override
        public boolean test(Person person) {
            V wanted = attribute.prepared(operand);
            List<V> values = attribute.of(person).toList();
            return values.isEmpty() ? by == Comparing.NE : values.stream().anyMatch(value -> by.holds(value, wanted));
        }
    }

    record Present(Attribute<?> attribute) implements Term {

        @Override
        public String text() {
            return attribute.name() + " pr";
        }

        @Override
        public boolean test(Person person) {
            return attribute.of(person).findAny().isPresent();
        }
    }

    record Active(boolean wanted) implements Term {

        @Override
        public String text() {
            return "active eq " + wanted;
        }

        @Override
        public boolean test(Person person) {
            return person.active() != null && person.active() == wanted;
        }
    }

    record MailOfType(String type, String start) implements Term {

        @Override
        public String text() {
            return "emails[type eq \"" + type + "\" and value sw \"" + start + "\"]";
        }

        @Override
        public boolean test(Person person) {
            return person.emails().stream()
                    .anyMatch(mail -> type.equalsIgnoreCase(mail.type())
                            && mail.value().toLowerCase(Locale.ROOT).startsWith(start.toLowerCase(Locale.ROOT)));
        }
    }

    record Not(Term term) implements Term {

        @Override
        public String text() {
            return "not (" + term.text() + ")";
        }

        @Override
        public boolean test(Person person) {
            return !term.test(person);
        }
    }

    record Both(Term one, Term other) implements Term {

        @Override
        public String text() {
            return "(" + one.text() + ") and (" + other.text() + ")";
        }

        @Override
        public boolean test(Person person) {
            return one.test(person) && other.test(person);
        }
    }

    record Either(Term one, Term other) implements Term {

        @Override
        public String text() {
            return one.text() + " or " + other.text();
        }

        @Override
        public boolean test(Person person) {
            return one.test(person) || other.test(person);
        }
    }

    /** What people are sorted by: values missing last ascending, all the other way round descending. */
    static Comparator<Person> order(@Nullable Attribute<?> attribute, boolean descending) {
        Comparator<Person> byId = Comparator.comparing(Person::id);
        Comparator<Person> ascending =
                attribute == null ? byId : byValue(attribute).thenComparing(byId);
        return descending ? ascending.reversed() : ascending;
    }

    private static <V extends Comparable<? super V>> Comparator<Person> byValue(Attribute<V> attribute) {
        return Comparator.comparing(
                (Person person) -> attribute.of(person).findFirst().orElse(null),
                Comparator.nullsLast(Comparator.<V>naturalOrder()));
    }
}
