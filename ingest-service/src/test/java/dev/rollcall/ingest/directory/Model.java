package dev.rollcall.ingest.directory;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the directory should find, said in the plainest Java. */
final class Model {

    private Model() {}

    record Email(String value, @Nullable String type) {}

    record Person(
            String id,
            String userName,
            @Nullable String externalId,
            @Nullable String title,
            @Nullable String displayName,
            @Nullable Boolean active,
            List<Email> emails,
            @Nullable String department,
            Set<String> groups) {}

    /** A filter as text, and what it means. */
    interface Term {

        String text();

        boolean test(Person person);
    }

    /** An attribute of text: its name in a filter, whether case counts, and its values. */
    record Text(String name, boolean exact, Function<Person, Stream<@Nullable String>> values) {

        Stream<String> of(Person person) {
            return values.apply(person)
                    .filter(Objects::nonNull)
                    .map(value -> exact ? value : value.toLowerCase(Locale.ROOT));
        }
    }

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
                    person -> Stream.ofNullable(person.department())));

    /** To sort by, and for what is there: false comes before true, as text too. */
    static final Text ACTIVE = new Text(
            "active", true, person -> Stream.ofNullable(person.active()).map(String::valueOf));

    enum Comparing {
        EQ(String::equals),
        SW(String::startsWith),
        EW(String::endsWith),
        CO(String::contains),
        GT((a, b) -> a.compareTo(b) > 0),
        GE((a, b) -> a.compareTo(b) >= 0),
        LT((a, b) -> a.compareTo(b) < 0),
        LE((a, b) -> a.compareTo(b) <= 0),
        NE((a, b) -> !a.equals(b));

        private final BiPredicate<String, String> holds;

        Comparing(BiPredicate<String, String> holds) {
            this.holds = holds;
        }
    }

    record Compared(Text attribute, Comparing by, String operand) implements Term {

        @Override
        public String text() {
            return attribute.name() + " " + by + " \"" + operand + "\"";
        }

        @Override
        public boolean test(Person person) {
            String wanted = attribute.exact() ? operand : operand.toLowerCase(Locale.ROOT);
            List<String> values = attribute.of(person).toList();
            return values.isEmpty()
                    ? by == Comparing.NE
                    : values.stream().anyMatch(value -> by.holds.test(value, wanted));
        }
    }

    record Present(Text attribute) implements Term {

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
    static Comparator<Person> order(@Nullable Text attribute, boolean descending) {
        Comparator<Person> byId = Comparator.comparing(Person::id);
        Comparator<Person> ascending = attribute == null
                ? byId
                : Comparator.comparing(
                                (Person person) ->
                                        attribute.of(person).findFirst().orElse(null),
                                Comparator.nullsLast(Comparator.<String>naturalOrder()))
                        .thenComparing(byId);
        return descending ? ascending.reversed() : ascending;
    }
}
