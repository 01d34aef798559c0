package dev.rollcall.ingest.directory;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.EmbeddedMongo;
import dev.rollcall.event.Group;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.MultiValue;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.directory.Marks;
import dev.rollcall.schemas.directory.StateLoader;
import dev.rollcall.schemas.query.FilterParser;
import dev.rollcall.schemas.query.Order;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.query.QuerySchemas;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Run by hand: what queries cost at 100,000 users and 10,000 groups, on the embedded engine, without HTTP. */
final class QueryBenchmark {

    private static final int USERS = 100_000;
    private static final int GROUPS = 10_000;
    private static final int CALLS = 2_000;
    private static final String CONNECTION = "c";
    private static final Rendering RENDERING = new Rendering() {
        @Override
        public ObjectNode user(UserState user, List<GroupReference> groups) {
            return ScimCodec.USER.write(user.getAttributes()).put("id", user.getId());
        }

        @Override
        public ObjectNode group(GroupState group, Collection<String> members) {
            return ScimCodec.GROUP.write(group.getAttributes()).put("id", group.getId());
        }
    };

    private QueryBenchmark() {}

    public static void main(String[] args) throws IOException {
        TrustedRecords.trust();
        try (var mongo = EmbeddedMongo.start(Files.createTempDirectory("rollcall-benchmark"), 0);
                MongoClient client = MongoClients.create(mongo.uri())) {
            var collections = new DirectoryCollections(client.getDatabase("benchmark"));
            collections.createIndexes();
            fill(collections);
            var loader = new StateLoader(collections);
            var memberships = new Memberships(collections);
            var directory = new Directory(
                    loader,
                    memberships,
                    new Listing(collections, loader, memberships, new QueryProperties(USERS, Duration.ofHours(1))),
                    new Marks(collections));

            time(
                    "userName eq",
                    CALLS,
                    i -> page(directory, ResourceType.USER, "userName eq \"user%d@example.com\"", i));
            time("externalId eq", CALLS, i -> page(directory, ResourceType.USER, "externalId eq \"E%d\"", i));
            time(
                    "emails.value eq",
                    CALLS,
                    i -> page(directory, ResourceType.USER, "emails.value eq \"mail%d@x.com\"", i));
            time("id eq", CALLS, i -> page(directory, ResourceType.USER, "id eq \"u%06d\"", i));
            time(
                    "group displayName eq",
                    CALLS,
                    i -> page(directory, ResourceType.GROUP, "displayName eq \"group %d\"", i % GROUPS));
            time(
                    "userName sw",
                    CALLS,
                    i -> page(directory, ResourceType.USER, "userName sw \"user%d\"", 10_000 + i % 1_000));
            time(
                    "userName or emails eq",
                    CALLS,
                    i -> page(
                            directory,
                            ResourceType.USER,
                            "userName eq \"user%1$d@example.com\" or emails.value eq \"mail%1$d@x.com\"",
                            i));
            time(
                    "userName ge and lt",
                    CALLS,
                    i -> page(
                            directory,
                            ResourceType.USER,
                            "userName ge \"user%1$d\" and userName lt \"user%1$da\"",
                            10_000 + i % 1_000));
            time("first page by cursor", 200, _ -> list(directory, null, Order.BY_ID, null));
            time(
                    "last page by cursor",
                    200,
                    _ -> list(directory, null, Order.BY_ID, new Position(null, "u%06d".formatted(USERS - 101))));
            Order byName = Order.of("userName", false, QuerySchemas.of(ResourceType.USER), List.of());
            time("first page by userName", 200, _ -> list(directory, null, byName, null));
            time("last page by userName", 200, _ -> list(directory, null, byName, new Position("user9990", "u")));
            time(
                    "count of all",
                    200,
                    _ -> directory.list(
                            List.of(new Search(CONNECTION, ResourceType.USER, null, Order.BY_ID)),
                            new Slice(0, null, 0, true),
                            RENDERING));
            time("title ew, all examined", 5, _ -> page(directory, ResourceType.USER, "title ew \"%d\"", 99_999));
        }
    }

    private static Page<Resource> page(Directory directory, ResourceType type, String filter, int i) {
        var search = new Search(
                CONNECTION, type, FilterParser.parse(filter.formatted(i), QuerySchemas.of(type)), Order.BY_ID);
        Page<Resource> page = directory.list(List.of(search), new Slice(0, null, 100, true), RENDERING);
        if (page.resources().isEmpty()) {
            throw new IllegalStateException("Nothing found by " + filter.formatted(i));
        }
        return page;
    }

    private static Page<Resource> list(
            Directory directory, @Nullable String filter, Order order, @Nullable Position after) {
        var search = new Search(
                CONNECTION,
                ResourceType.USER,
                filter == null ? null : FilterParser.parse(filter, QuerySchemas.of(ResourceType.USER)),
                order);
        return directory.list(List.of(search), new Slice(0, after, 100, false), RENDERING);
    }

    private static void time(String what, int calls, IntFunction<Page<Resource>> call) {
        int found = 0;
        for (int i = 0; i < calls; i++) {
            found += call.apply(i * 7919 % USERS).resources().size();
        }
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            found = call.apply(i * 7907 % USERS).resources().size();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-26s p50 %8.2f ms   p99 %8.2f ms   (%d found)%n",
                what, nanos[calls / 2] / 1e6, nanos[calls * 99 / 100] / 1e6, found);
    }

    private static void fill(DirectoryCollections collections) {
        Instant now = Instant.now();
        var documents = new ArrayList<Document>();
        for (int i = 0; i < USERS; i++) {
            var user = User.newBuilder()
                    .setUserName("user" + i + "@example.com")
                    .setExternalId("E" + i)
                    .setTitle("title " + i)
                    .setDisplayName("User " + i % 5_000)
                    .setEmails(List.of(
                            MultiValue.newBuilder()
                                    .setValue("mail" + i + "@x.com")
                                    .setType("work")
                                    .build(),
                            MultiValue.newBuilder()
                                    .setValue("home" + i + "@x.com")
                                    .setType("home")
                                    .build()))
                    .build();
            documents.add(DirectoryDocuments.of(
                    new StateWrite.OfUser(new UserState(CONNECTION, "u%06d".formatted(i), 1L, 1L, now, now, user)),
                    now));
            if (documents.size() == 1_000) {
                collections.users().insertMany(documents);
                documents.clear();
            }
        }
        for (int i = 0; i < GROUPS; i++) {
            var group = Group.newBuilder().setDisplayName("Group " + i).build();
            documents.add(DirectoryDocuments.of(
                    new StateWrite.OfGroup(new GroupState(CONNECTION, "g%06d".formatted(i), 1L, 1L, now, now, group)),
                    now));
        }
        collections.groups().insertMany(documents);
    }
}
