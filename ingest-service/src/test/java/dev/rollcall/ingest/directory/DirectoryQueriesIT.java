package dev.rollcall.ingest.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.event.Enterprise;
import dev.rollcall.event.Group;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.MembershipState;
import dev.rollcall.event.MultiValue;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.directory.Model.Person;
import dev.rollcall.ingest.directory.Model.Term;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.query.FilterParser;
import dev.rollcall.schemas.query.Order;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.query.QuerySchema;
import dev.rollcall.schemas.query.QuerySchemas;
import dev.rollcall.schemas.scim.ExtensionSchemas;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is asked, the directory finds what the model finds, in its order, by any page size. Points 45 to 60. */
class DirectoryQueriesIT {

    private static final List<String> WORDS = List.of("a", "B", "ab", "Ba", "c", "abc");
    private static final QuerySchema USERS =
            QuerySchemas.of(ResourceType.USER, ExtensionSchemas.of(List.of(Model.Badge.SCHEMA)));
    private static final Rendering RENDERING = new Rendering() {
        @Override
        public ObjectNode user(UserState user, List<GroupReference> groups) {
            ObjectNode json = ScimCodec.USER.write(user.getAttributes()).put("id", user.getId());
            var array = json.putArray("groups");
            groups.forEach(group -> array.addObject().put("value", group.getValue()));
            return json;
        }

        @Override
        public ObjectNode group(GroupState group, Collection<String> members) {
            ObjectNode json = ScimCodec.GROUP.write(group.getAttributes()).put("id", group.getId());
            var array = json.putArray("members");
            members.forEach(member -> array.addObject().put("value", member));
            return json;
        }
    };

    private static MongoClient client;
    private static DirectoryCollections collections;

    @BeforeContainer
    static void start() {
        TrustedRecords.trust();
        client = MongoClients.create(Backends.shared().mongodbUri());
        collections = new DirectoryCollections(client.getDatabase("queries"));
        collections.createIndexes();
    }

    @AfterContainer
    static void stop() {
        client.close();
    }

    record Question(Term term, Model.@Nullable Attribute<?> sortBy, boolean descending, int count) {}

    @Property(tries = 60)
    void findsWhatTheModelFinds(@ForAll("people") List<Person> people, @ForAll("questions") List<Question> questions) {
        String connection = "c-" + UUID.randomUUID();
        insert(connection, people);
        Directory directory = directory(10_000);
        for (Question question : questions) {
            List<String> expected = people.stream()
                    .filter(question.term()::test)
                    .sorted(Model.order(question.sortBy(), question.descending()))
                    .map(Person::id)
                    .toList();
            Search search = search(connection, question);
            assertThat(byIndex(directory, search, question.count(), expected.size()))
                    .as("%s", question)
                    .isEqualTo(expected);
            assertThat(byCursor(directory, search, question.count()))
                    .as("%s", question)
                    .isEqualTo(expected);
        }
    }

    @Property(tries = 20)
    void mergesTypesInTheOrderOfTheList(@ForAll("people") List<Person> people, @ForAll("questions") List<Question> q) {
        String connection = "c-" + UUID.randomUUID();
        insert(connection, people);
        Directory directory = directory(10_000);
        var users = new Search(connection, ResourceType.USER, null, Order.BY_ID);
        var groups = new Search(connection, ResourceType.GROUP, null, Order.BY_ID);
        int count = q.getFirst().count();

        var found = new ArrayList<String>();
        Position after = null;
        do {
            Page<Resource> page = directory.list(List.of(users, groups), new Slice(0, after, count, false), RENDERING);
            found.addAll(ids(page));
            after = page.next();
        } while (after != null);

        assertThat(found).isSorted().doesNotHaveDuplicates().hasSize(people.size() + WORDS.size());
        Page<Resource> late = directory.list(List.of(users, groups), new Slice(2, null, count, true), RENDERING);
        assertThat(late.total()).isEqualTo(found.size());
        assertThat(ids(late)).isEqualTo(found.stream().skip(2).limit(count).toList());
    }

    @Example
    void boundsHowFarDownAPageOfSeveralTypesBegins() {
        String connection = "c-" + UUID.randomUUID();
        insert(connection, List.of());
        var groups = new Search(connection, ResourceType.GROUP, null, Order.BY_ID);
        var users = new Search(connection, ResourceType.USER, null, Order.BY_ID);
        var beyond = new Slice(Integer.MAX_VALUE - 1, null, 100, true);

        Page<Resource> none = directory(WORDS.size()).list(List.of(users, groups), beyond, RENDERING);
        assertThat(none.total()).isEqualTo(WORDS.size());
        assertThat(none.resources()).isEmpty();
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> directory(WORDS.size() - 1).list(List.of(users, groups), beyond, RENDERING))
                .satisfies(refused -> assertThat(refused.scimType()).isEqualTo("tooMany"));
    }

    @Example
    void boundsWhatNoIndexNarrowsDown() {
        String connection = "c-" + UUID.randomUUID();
        var people = new ArrayList<Person>();
        for (int i = 0; i < 300; i++) {
            people.add(new Person(
                    "p%03d".formatted(i),
                    "u" + i,
                    null,
                    "t" + i,
                    null,
                    true,
                    List.of(),
                    null,
                    Set.of(),
                    Model.Badge.NONE));
        }
        insert(connection, people);
        Directory directory = directory(250);
        var scan = search(connection, new Question(compared("title", Model.Comparing.EW, "299"), null, false, 10));
        var sorted = search(connection, new Question(new Model.Active(true), text("title"), false, 10));
        var narrow = search(
                connection,
                new Question(
                        new Model.Both(
                                compared("userName", Model.Comparing.SW, "u29"),
                                compared("title", Model.Comparing.EW, "299")),
                        null,
                        false,
                        10));

        var alternatives = search(
                connection,
                new Question(
                        new Model.Both(
                                new Model.Either(
                                        compared("userName", Model.Comparing.SW, "u29"),
                                        compared("id", Model.Comparing.EQ, "p009")),
                                compared("title", Model.Comparing.EW, "9")),
                        null,
                        false,
                        10));
        var range = search(
                connection,
                new Question(
                        new Model.Both(
                                compared("userName", Model.Comparing.GE, "u298"),
                                compared("title", Model.Comparing.EW, "99")),
                        null,
                        false,
                        10));

        for (Search search : List.of(scan, sorted)) {
            assertThatExceptionOfType(ScimException.class)
                    .isThrownBy(() -> directory.list(List.of(search), new Slice(0, null, 10, true), RENDERING))
                    .returns("tooMany", ScimException::scimType)
                    .satisfies(e -> assertThat(e.detail()).contains("userName", "250"));
        }
        assertThat(byIndex(directory, narrow, 10, 1)).containsExactly("p299");
        assertThat(byIndex(directory, alternatives, 10, 3)).containsExactly("p009", "p029", "p299");
        assertThat(byIndex(directory, range, 10, 2)).containsExactly("p099", "p299");
        // a cursor goes on where the bound was met
        assertThat(byCursor(directory, scan, 10)).containsExactly("p299");
    }

    @Example
    void findsGroupsByMemberAndReadsNoMoreMembersThanAllowed() {
        String connection = "c-" + UUID.randomUUID();
        var people = List.of(
                new Person("p1", "u1", null, null, null, true, List.of(), null, Set.of("a", "B"), Model.Badge.NONE),
                new Person("p2", "u2", null, null, null, true, List.of(), null, Set.of("a"), Model.Badge.NONE));
        insert(connection, people);

        for (String filter : List.of("members eq \"p1\"", "members.value eq \"p1\"", "members[value eq \"p1\"]")) {
            assertThat(groups(directory(10), connection, filter)).containsExactly("B", "a");
        }
        assertThat(groups(directory(10), connection, "members eq \"p1\" and members eq \"p2\""))
                .containsExactly("a");
        assertThat(groups(directory(10), connection, "not (members pr)")).hasSize(WORDS.size() - 2);
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> groups(directory(WORDS.size()), connection, "not (members pr)"))
                .returns("tooMany", ScimException::scimType);
    }

    private static List<String> groups(Directory directory, String connection, String filter) {
        var search = new Search(
                connection,
                ResourceType.GROUP,
                FilterParser.parse(filter, QuerySchemas.of(ResourceType.GROUP)),
                Order.BY_ID);
        return byIndex(directory, search, 100, -1);
    }

    private static Model.Text text(String name) {
        return Model.TEXTS.stream()
                .filter(text -> text.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Term compared(String name, Model.Comparing by, String operand) {
        return new Model.Compared<>(text(name), by, operand);
    }

    private static Search search(String connection, Question question) {
        Order order = question.sortBy() == null
                ? new Order(null, question.descending())
                : Order.of(question.sortBy().name(), question.descending(), USERS, List.of());
        return new Search(
                connection,
                ResourceType.USER,
                FilterParser.parse(question.term().text(), USERS),
                order);
    }

    private static List<String> byIndex(Directory directory, Search search, int count, int expected) {
        var found = new ArrayList<String>();
        Page<Resource> page;
        do {
            page = directory.list(List.of(search), new Slice(found.size(), null, count, true), RENDERING);
            if (expected >= 0) {
                assertThat(page.total()).isEqualTo(expected);
            }
            found.addAll(ids(page));
        } while (!page.resources().isEmpty());
        return found;
    }

    private static List<String> byCursor(Directory directory, Search search, int count) {
        var found = new ArrayList<String>();
        Position after = null;
        do {
            Page<Resource> page = directory.list(List.of(search), new Slice(0, after, count, false), RENDERING);
            assertThat(page.resources()).hasSizeLessThanOrEqualTo(count);
            found.addAll(ids(page));
            after = page.next();
        } while (after != null);
        return found;
    }

    private static List<String> ids(Page<Resource> page) {
        return page.resources().stream()
                .map(resource -> switch (resource) {
                    case Resource.OfUser(UserState user) -> user.getId();
                    case Resource.OfGroup(GroupState group) -> group.getId();
                })
                .toList();
    }

    private static Directory directory(int maxExamined) {
        var loader = new StateLoader(collections);
        var memberships = new Memberships(collections);
        var properties = new QueryProperties(maxExamined, Duration.ofHours(1));
        return new Directory(
                loader, memberships, new Listing(collections, loader, memberships, properties), new Marks(collections));
    }

    private static void insert(String connection, List<Person> people) {
        Instant now = Instant.now();
        var writes = new ArrayList<StateWrite>();
        for (String name : WORDS) {
            writes.add(new StateWrite.OfGroup(new GroupState(
                    connection,
                    name,
                    1L,
                    1L,
                    now,
                    now,
                    Group.newBuilder().setDisplayName(name).build())));
        }
        for (Person person : people) {
            writes.add(new StateWrite.OfUser(
                    new UserState(connection, person.id(), 1L, 1L, now, now, attributes(person))));
            person.groups()
                    .forEach(group -> writes.add(
                            new StateWrite.OfMembership(new MembershipState(connection, group, person.id(), 1L, now))));
        }
        writes.forEach(write -> collections.of(write.stateKind()).insertOne(DirectoryDocuments.of(write, now)));
    }

    private static User attributes(Person person) {
        return User.newBuilder()
                .setUserName(person.userName())
                .setExternalId(person.externalId())
                .setTitle(person.title())
                .setDisplayName(person.displayName())
                .setActive(person.active() == null || person.active())
                .setActiveAssigned(person.active() != null)
                .setEmails(person.emails().stream()
                        .map(mail -> MultiValue.newBuilder()
                                .setValue(mail.value())
                                .setType(mail.type())
                                .build())
                        .toList())
                .setExtensions(
                        person.badge().equals(Model.Badge.NONE)
                                ? Map.of()
                                : Map.of(Model.Badge.URN, ScimJson.write(badge(person.badge()))))
                .setEnterprise(
                        person.department() == null
                                ? null
                                : Enterprise.newBuilder()
                                        .setDepartment(person.department())
                                        .build())
                .build();
    }

    private static ObjectNode badge(Model.Badge badge) {
        ObjectNode json = ScimJson.objectNode();
        put(badge.colour(), colour -> json.put("colour", colour));
        put(badge.code(), code -> json.put("code", code));
        put(badge.level(), level -> json.put("level", level));
        put(badge.weight(), weight -> json.put("weight", weight));
        put(badge.since(), since -> json.put("since", since.toString()));
        put(badge.lost(), lost -> json.put("lost", lost));
        put(badge.door(), door -> json.put("door", door.toString()));
        badge.tags().forEach(json.putArray("tags")::add);
        return json;
    }

    private static <V> void put(@Nullable V value, Consumer<V> put) {
        if (value != null) {
            put.accept(value);
        }
    }

    @Provide
    Arbitrary<List<Person>> people() {
        Arbitrary<String> words = Arbitraries.of(WORDS);
        Arbitrary<Model.Email> mails = Combinators.combine(
                        words, Arbitraries.of("work", "home").injectNull(0.2))
                .as(Model.Email::new);
        return Combinators.combine(
                        words.injectNull(0.3),
                        words.injectNull(0.3),
                        words.injectNull(0.3),
                        Arbitraries.of(true, false).injectNull(0.3),
                        mails.list().ofMaxSize(3),
                        words.injectNull(0.5),
                        words.set().ofMaxSize(2),
                        badges())
                .as((external, title, display, active, emails, department, groups, badge) ->
                        new Person("", "", external, title, display, active, emails, department, groups, badge))
                .list()
                .ofMaxSize(25)
                .map(DirectoryQueriesIT::named);
    }

    private static Arbitrary<Model.Badge> badges() {
        Arbitrary<String> words = Arbitraries.of(WORDS);
        return Combinators.combine(
                        words.injectNull(0.4),
                        words.injectNull(0.4),
                        Arbitraries.of(-2, 0, 7, 10).injectNull(0.4),
                        numbers().injectNull(0.4),
                        times().injectNull(0.4),
                        Arbitraries.of(true, false).injectNull(0.4),
                        words.map(URI::create).injectNull(0.4),
                        words.list().ofMaxSize(2))
                .as(Model.Badge::new)
                .injectNull(0.2)
                .map(badge -> Objects.requireNonNullElse(badge, Model.Badge.NONE));
    }

    private static Arbitrary<BigDecimal> numbers() {
        return Arbitraries.of("-2.5", "0", "0.50", "0.5", "7", "1e1", "10.01").map(BigDecimal::new);
    }

    /** Some are the same moment, told in other zones. */
    private static Arbitrary<OffsetDateTime> times() {
        return Arbitraries.of(
                        "2026-01-01T00:00:00Z",
                        "2026-01-01T01:00:00+01:00",
                        "2026-01-01T00:00:00.5Z",
                        "2025-12-31T23:30:00-02:00",
                        "1969-12-31T23:59:59.999Z")
                .map(OffsetDateTime::parse);
    }

    /** Ids and names are unique; ids come in another order than names. */
    private static List<Person> named(List<Person> people) {
        var named = new ArrayList<Person>();
        for (Person p : people) {
            int n = named.size();
            named.add(new Person(
                    "p%02d".formatted(n),
                    WORDS.get(n % WORDS.size()) + (char) ('z' - n),
                    p.externalId(),
                    p.title(),
                    p.displayName(),
                    p.active(),
                    p.emails(),
                    p.department(),
                    p.groups(),
                    p.badge()));
        }
        return named;
    }

    @Provide
    Arbitrary<List<Question>> questions() {
        Arbitrary<Model.@Nullable Attribute<?>> sorts = Arbitraries.of(Stream.<Model.Attribute<?>>concat(
                                Model.TEXTS.stream()
                                        .filter(text -> !text.name().startsWith("email")
                                                && !text.name().startsWith("groups")),
                                Stream.of(Model.ACTIVE, Model.LEVEL, Model.WEIGHT, Model.SINCE, Model.LOST))
                        .toList())
                .injectNull(0.4);
        return Combinators.combine(
                        terms(3),
                        sorts,
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(1, 7))
                .as(Question::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static Arbitrary<Term> terms(int depth) {
        Arbitrary<String> operands = Arbitraries.of("a", "A", "b", "ab", "BA", "abc", "p0", "p11", "work", "ay");
        Arbitrary<Term> leaf = Arbitraries.frequencyOf(
                Tuple.of(
                        8,
                        Combinators.combine(
                                        Arbitraries.of(Model.TEXTS), Arbitraries.of(Model.Comparing.class), operands)
                                .as(Model.Compared<String>::new)),
                Tuple.of(1, typed(Model.LEVEL, numbers())),
                Tuple.of(1, typed(Model.WEIGHT, numbers())),
                Tuple.of(1, typed(Model.SINCE, times().map(OffsetDateTime::toInstant))),
                Tuple.of(
                        1,
                        Combinators.combine(
                                        Arbitraries.of(Model.Comparing.EQ, Model.Comparing.NE),
                                        Arbitraries.of(true, false))
                                .as((by, lost) -> new Model.Compared<>(Model.LOST, by, lost))),
                Tuple.of(1, Arbitraries.of(Model.TEXTS).map(Model.Present::new)),
                Tuple.of(1, Arbitraries.of(true, false).map(Model.Active::new)),
                Tuple.of(1, Arbitraries.just(new Model.Present(Model.ACTIVE))),
                Tuple.of(
                        1,
                        Combinators.combine(Arbitraries.of("work", "HOME"), operands)
                                .as(Model.MailOfType::new)));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Term> inner = Arbitraries.lazy(() -> terms(depth - 1));
        return Arbitraries.frequencyOf(
                Tuple.of(3, leaf),
                Tuple.of(1, inner.map(Model.Not::new)),
                Tuple.of(2, Combinators.combine(inner, inner).as(Model.Both::new)),
                Tuple.of(1, Combinators.combine(inner, inner).as(Model.Either::new)));
    }

    private static <V extends Comparable<? super V>> Arbitrary<Term> typed(
            Model.Attribute<V> attribute, Arbitrary<V> operands) {
        return Combinators.combine(Arbitraries.of(Model.Comparing.ORDER), operands)
                .as((by, operand) -> new Model.Compared<>(attribute, by, operand));
    }
}
