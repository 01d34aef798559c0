package dev.rollcall.embedded.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.UpdateResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Rollcall relies on of a MongoDB. */
abstract class MongoContract {

    @SuppressWarnings("NullAway.Init") // a new one for each test
    MongoCollection<Document> users;

    abstract MongoDatabase database();

    @BeforeEach
    void newCollection() {
        users = database().getCollection("c" + new ObjectId());
    }

    @Test
    void replacesAnOlderDocumentAndLeavesANewerOne() {
        assertThat(replaceGuarded("u", 5).getUpsertedId()).isNotNull();
        assertThat(replaceGuarded("u", 6).getModifiedCount()).isEqualTo(1);

        assertThatThrownBy(() -> replaceGuarded("u", 6))
                .isInstanceOfSatisfying(
                        MongoWriteException.class,
                        e -> assertThat(e.getError().getCode()).isEqualTo(11000));
        assertThat(users.find().first()).isEqualTo(user("u", 6));
    }

    @Test
    void tellsForEachPartOfAnUnorderedBulkWhatBecameOfIt() {
        users.insertMany(List.of(user("newer", 9), user("older", 1)));

        MongoBulkWriteException e = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> users.bulkWrite(
                        List.of(guarded("newer", 5), guarded("older", 5), guarded("absent", 5)),
                        new BulkWriteOptions().ordered(false)));

        assertThat(e.getWriteErrors())
                .extracting(BulkWriteError::getIndex, BulkWriteError::getCode)
                .containsExactly(Tuple.tuple(0, 11000));
        assertThat(e.getWriteResult().getModifiedCount()).isEqualTo(1);
        assertThat(e.getWriteResult().getUpserts()).singleElement().satisfies(upsert -> {
            assertThat(upsert.getIndex()).isEqualTo(2);
            assertThat(upsert.getId().asString().getValue()).isEqualTo("absent");
        });
        assertThat(users.find().sort(Sorts.ascending("_id")))
                .containsExactly(user("absent", 5), user("newer", 9), user("older", 5));
    }

    @Test
    void endsAnOrderedBulkAtTheFirstError() {
        users.insertOne(user("newer", 9));

        MongoBulkWriteException e = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> users.bulkWrite(List.of(guarded("a", 1), guarded("newer", 5), guarded("b", 1))));

        assertThat(e.getWriteErrors()).extracting(BulkWriteError::getIndex).containsExactly(1);
        assertThat(users.find(eq("_id", "a")).first()).isNotNull();
        assertThat(users.find(eq("_id", "b")).first()).isNull();
    }

    @Test
    void mixesInsertsReplacesAndDeletesInABulk() {
        users.insertMany(List.of(user("x", 1), user("y", 1)));
        List<WriteModel<Document>> writes = List.of(
                new InsertOneModel<>(user("z", 1)),
                guarded("x", 2),
                new DeleteOneModel<>(eq("_id", "y")),
                new UpdateOneModel<>(eq("_id", "z"), inc("sequence", 4)));

        BulkWriteResult result = users.bulkWrite(writes);

        assertThat(result.getInsertedCount()).isEqualTo(1);
        assertThat(result.getModifiedCount()).isEqualTo(2);
        assertThat(result.getDeletedCount()).isEqualTo(1);
        assertThat(users.find().sort(Sorts.ascending("_id"))).containsExactly(user("x", 2), user("z", 5));
    }

    @Test
    void countsOnlyWhatABulkInserted() {
        users.insertOne(user("b", 1));

        MongoBulkWriteException e = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> users.insertMany(
                        List.of(user("a", 1), user("b", 2), user("c", 1)), new InsertManyOptions().ordered(false)));

        assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(2);
        assertThat(users.countDocuments()).isEqualTo(3);
    }

    @Test
    void setsFieldsOfAnOlderDocumentAndLeavesANewerOne() {
        users.createIndex(ascending("name"));
        assertThat(setGuarded(5, "ada").getUpsertedId()).isNotNull();
        assertThat(setGuarded(5, "ada").getModifiedCount()).isZero();
        assertThat(setGuarded(6, "bob").getModifiedCount()).isEqualTo(1);
        assertDuplicate(() -> setGuarded(5, "cyd"));

        Document expected = new Document("_id", "u").append("sequence", 6).append("name", "bob");
        assertThat(users.find(eq("name", "bob"))).containsExactly(expected);
        assertThat(users.find(eq("name", "ada"))).isEmpty();
        assertThat(users.updateOne(eq("_id", "absent"), set("x", 1)).getMatchedCount())
                .isZero();
        assertThat(users.countDocuments()).isEqualTo(1);
    }

    private UpdateResult setGuarded(int sequence, String name) {
        return users.updateOne(
                and(eq("_id", "u"), lte("sequence", sequence)),
                combine(set("sequence", sequence), set("name", name)),
                new UpdateOptions().upsert(true));
    }

    @Test
    void updatesUnderAConditionOnAnotherField() {
        users.insertOne(user("u", 3));

        assertThat(users.updateOne(and(eq("_id", "u"), lt("sequence", 3)), set("x", 1))
                        .getMatchedCount())
                .isZero();
        assertThat(users.updateOne(and(eq("_id", "u"), lt("sequence", 4)), set("x", 1))
                        .getModifiedCount())
                .isEqualTo(1);
        assertThat(users.updateOne(eq("_id", "new"), setOnInsert("sequence", 1), new UpdateOptions().upsert(true))
                        .getUpsertedId())
                .isNotNull();
    }

    @Test
    void updatesOneOfManyMatches() {
        insertNumbered(20);

        assertThat(users.updateOne(gte("_id", "00005"), set("x", 1)).getModifiedCount())
                .isEqualTo(1);
        assertThat(users.countDocuments(eq("x", 1))).isEqualTo(1);
        assertThat(users.updateMany(in("_id", "00001", "00002", "absent"), set("x", 2))
                        .getModifiedCount())
                .isEqualTo(2);
    }

    @Test
    void pagesInTheOrderOfIds() {
        insertNumbered(250);
        List<String> seen = new ArrayList<>();
        String after = "";
        List<String> page;
        do {
            page = ids(users.find(gt("_id", after)).sort(Sorts.ascending("_id")).limit(40));
            seen.addAll(page);
            after = page.isEmpty() ? after : page.getLast();
        } while (!page.isEmpty());

        assertThat(seen).hasSize(250).isSorted().doesNotHaveDuplicates();
        assertThat(ids(users.find().sort(Sorts.ascending("_id")).skip(120).limit(3)))
                .containsExactly("00120", "00121", "00122");
        assertThat(ids(users.find().sort(Sorts.descending("_id")).limit(2))).containsExactly("00249", "00248");
        assertThat(ids(users.find(and(gte("_id", "00010"), lte("_id", "00012"))).sort(Sorts.descending("_id"))))
                .containsExactly("00012", "00011", "00010");
    }

    @Test
    void readsCursorsInBatches() {
        insertNumbered(1000);

        assertThat(ids(users.find().batchSize(64))).hasSize(1000).doesNotHaveDuplicates();
    }

    @Test
    void ordersIdsOfAllKinds() {
        List<Object> ids = new ArrayList<>(List.of(
                -5, 2, 2.5, 3L, 9_007_199_254_740_993L, "", "B", "a", "aa", "b", "é", new ObjectId(), new ObjectId()));
        List<Object> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.forEach(id -> users.insertOne(new Document("_id", id)));

        assertThat(users.find().sort(Sorts.ascending("_id")).map(found -> found.get("_id")))
                .containsExactlyElementsOf(ids);
        assertThat(users.find(gt("_id", 2)).sort(Sorts.ascending("_id")).map(found -> found.get("_id")))
                .containsExactly(2.5, 3L, 9_007_199_254_740_993L);
        assertThat(users.find(lt("_id", "aa")).map(found -> found.get("_id"))).containsExactlyInAnyOrder("", "B", "a");
        assertThat(users.find(eq("_id", 3)).first()).isNotNull();
    }

    @Test
    void findsByIdsInOneGo() {
        insertNumbered(50);

        assertThat(ids(users.find(in("_id", "00049", "00003", "absent", "00003"))))
                .containsExactlyInAnyOrder("00003", "00049");
    }

    @Test
    void keepsAUniqueKey() {
        users.createIndex(ascending("connection", "externalId"), new IndexOptions().unique(true));
        users.insertOne(new Document("_id", 1).append("connection", "c").append("externalId", "e"));
        users.insertOne(new Document("_id", 2).append("connection", "d").append("externalId", "e"));

        assertDuplicate(() ->
                users.insertOne(new Document("_id", 3).append("connection", "c").append("externalId", "e")));
        assertDuplicate(() -> users.updateOne(eq("_id", 2), set("connection", "c")));
        users.updateOne(eq("_id", 1), set("other", true));
        users.deleteOne(eq("_id", 1));
        users.updateOne(eq("_id", 2), set("connection", "c"));
        assertThat(users.countDocuments(and(eq("connection", "c"), eq("externalId", "e"))))
                .isEqualTo(1);
    }

    @Test
    void keepsAPartialAndASparseUniqueKey() {
        users.createIndex(
                ascending("name"), new IndexOptions().unique(true).partialFilterExpression(eq("active", true)));
        users.createIndex(ascending("badge"), new IndexOptions().unique(true).sparse(true));
        users.insertOne(new Document("_id", 1).append("name", "n").append("active", true));
        users.insertOne(new Document("_id", 2).append("name", "n").append("active", false));

        assertDuplicate(() -> users.updateOne(eq("_id", 2), set("active", true)));
        assertThat(users.countDocuments(eq("name", "n"))).isEqualTo(2);
        assertThat(users.countDocuments(and(eq("name", "n"), eq("active", true))))
                .isEqualTo(1);
        users.deleteOne(eq("_id", 1));
        users.updateOne(eq("_id", 2), set("active", true));
    }

    @Test
    void findsByElementsOfAnArray() {
        users.createIndex(ascending("members.value"));
        users.createIndex(ascending("tags", "kind"));
        users.insertOne(new Document("_id", 1)
                .append("members", List.of(new Document("value", "a"), new Document("value", "b")))
                .append("tags", List.of("x", "y"))
                .append("kind", 1));
        users.insertOne(new Document("_id", 2).append("members", List.of(new Document("value", "b"))));

        assertThat(users.countDocuments(eq("members.value", "b"))).isEqualTo(2);
        assertThat(users.countDocuments(in("members.value", "a", "b"))).isEqualTo(2);
        assertThat(users.countDocuments(in("tags", "x", "y"))).isEqualTo(1);
        assertThat(users.countDocuments(and(eq("tags", "y"), eq("kind", 1)))).isEqualTo(1);
        assertThat(users.countDocuments(and(eq("tags", "x"), eq("tags", "y")))).isEqualTo(1);
        users.updateOne(eq("_id", 1), set("members", List.of()));
        assertThat(users.countDocuments(eq("members.value", "a"))).isZero();
    }

    @Test
    void findsAlikeWithAndWithoutAnIndex() {
        insertNumbered(300);
        var filter = and(in("group", 3, 4.0), eq("parity", 1), gt("_id", "00100"), lt("sequence", 280));
        List<String> scanned = ids(users.find(filter).sort(Sorts.ascending("_id")));

        users.createIndex(ascending("group", "parity", "sequence"));

        assertThat(ids(users.find(filter).sort(Sorts.ascending("_id"))))
                .isEqualTo(scanned)
                .isNotEmpty();
        assertThat(ids(users.find(filter).sort(Sorts.descending("sequence")))).isEqualTo(scanned.reversed());
        assertThat(users.countDocuments(filter)).isEqualTo(scanned.size());
        assertThat(users.countDocuments(filter, new CountOptions().skip(1).limit(3)))
                .isEqualTo(3);
    }

    @Test
    void findsRangesAndNothingAndSortsAlikeWithAndWithoutAnIndex() {
        for (int i = 0; i < 200; i++) {
            var document = new Document("_id", "%03d".formatted(i)).append("group", i % 2);
            if (i % 5 != 0) {
                document.append("name", "n" + i % 7);
            }
            users.insertOne(document.append("mails", i % 3 == 0 ? List.of("a" + i % 4, "z") : List.of()));
        }
        var odd = eq("group", 1);
        var queries = List.of(
                and(odd, gte("name", "n2"), lt("name", "n4")),
                and(odd, gt("name", "n2")),
                and(odd, lte("name", "n2"), gt("_id", "050")),
                and(odd, gte("name", "")),
                and(odd, eq("name", null)),
                and(odd, eq("name", null), gt("_id", "050")),
                and(odd, gte("mails", "b"), lt("mails", "c")),
                and(odd, elemMatch("mails", new Document("$gte", "a1").append("$lt", "a3"))),
                and(odd, elemMatch("mails", new Document("$gte", "b").append("$lt", "c"))));
        var sorts = List.of(
                Sorts.ascending("name", "_id"),
                Sorts.descending("name", "_id"),
                Sorts.ascending("_id"),
                Sorts.descending("_id"),
                Sorts.orderBy(Sorts.ascending("name"), Sorts.descending("_id")));
        var scanned = queries.stream()
                .flatMap(query ->
                        sorts.stream().map(sort -> ids(users.find(query).sort(sort))))
                .toList();

        users.createIndex(ascending("group", "name", "_id"));
        users.createIndex(ascending("group", "mails", "_id"));

        assertThat(queries.stream()
                        .flatMap(query ->
                                sorts.stream().map(sort -> ids(users.find(query).sort(sort))))
                        .toList())
                .isEqualTo(scanned);
        for (int i = 0; i < queries.size(); i++) {
            assertThat(users.countDocuments(queries.get(i)))
                    .isEqualTo(scanned.get(i * sorts.size()).size());
            assertThat(ids(users.find(queries.get(i))
                            .sort(sorts.getFirst())
                            .skip(3)
                            .limit(4)))
                    .isEqualTo(scanned.get(i * sorts.size()).stream()
                            .skip(3)
                            .limit(4)
                            .toList());
        }
    }

    @Test
    void findsAlternativesAlikeWithAndWithoutIndexes() {
        for (int i = 0; i < 300; i++) {
            users.insertOne(new Document("_id", "%03d".formatted(i))
                    .append("group", i % 2)
                    .append("name", "n" + i % 40)
                    .append("badge", i % 3 == 0 ? null : "b" + i % 50)
                    .append("mails", List.of("m" + i % 30, "z" + i % 7))
                    .append("rest", i % 5));
        }
        var odd = eq("group", 1);
        var alternatives = or(
                and(odd, eq("name", "n3")),
                and(odd, eq("badge", "b7")),
                and(odd, eq("mails", "m9")),
                and(odd, in("_id", "005", "003", "004")));
        var queries = List.of(
                and(odd, alternatives),
                and(odd, alternatives, gt("_id", "100"), lt("_id", "250")),
                and(odd, alternatives, eq("rest", 3)),
                and(odd, or(and(odd, gte("name", "n3"), lt("name", "n31")), and(odd, gt("mails", "z5")))),
                and(odd, or(and(odd, eq("name", "n3")), and(odd, eq("rest", 2)))),
                and(odd, or(and(odd, eq("badge", null), eq("rest", 1)), and(odd, eq("name", "n5")))),
                and(odd, or(eq("name", "n3"), eq("name", "n5")), or(eq("rest", 3), eq("badge", "b5"))),
                and(eq("name", "n3"), or(and(odd, eq("badge", "b3")), and(odd, eq("badge", "b43")))),
                or(and(odd, eq("name", "n3")), and(odd, or(eq("badge", "b7"), eq("badge", "b9")))),
                or(eq("_id", "004"), eq("name", "absent")),
                nor(and(odd, eq("name", "n3")), eq("rest", 0)));
        var sorts = List.of(Sorts.ascending("_id"), Sorts.descending("_id"), Sorts.ascending("name", "_id"));
        var scanned = queries.stream()
                .flatMap(query ->
                        sorts.stream().map(sort -> ids(users.find(query).sort(sort))))
                .toList();

        users.createIndex(ascending("group"));
        users.createIndex(ascending("group", "name", "_id"));
        users.createIndex(ascending("group", "badge", "_id"));
        users.createIndex(ascending("group", "mails", "_id"));

        assertThat(queries.stream()
                        .flatMap(query ->
                                sorts.stream().map(sort -> ids(users.find(query).sort(sort))))
                        .toList())
                .isEqualTo(scanned)
                .noneMatch(List::isEmpty);
        for (int i = 0; i < queries.size(); i++) {
            List<String> all = scanned.get(i * sorts.size());
            assertThat(users.countDocuments(queries.get(i))).isEqualTo(all.size());
            assertThat(ids(users.find(queries.get(i))
                            .sort(sorts.getFirst())
                            .skip(2)
                            .limit(3)))
                    .isEqualTo(all.stream().skip(2).limit(3).toList());
        }
    }

    @Test
    void deletesARangeOfIds() {
        insertNumbered(100);

        assertThat(users.deleteMany(and(gte("_id", "00010"), lt("_id", "00020")))
                        .getDeletedCount())
                .isEqualTo(10);
        assertThat(users.countDocuments()).isEqualTo(90);
        assertThat(users.estimatedDocumentCount()).isEqualTo(90);
    }

    @Test
    void dropsAnIndexOfOneCollectionOnly() {
        MongoCollection<Document> groups = database().getCollection("g" + new ObjectId());
        users.createIndex(ascending("name"), new IndexOptions().name("same").unique(true));
        groups.createIndex(ascending("name"), new IndexOptions().name("same").unique(true));

        users.dropIndex("same");

        assertThat(users.listIndexes().map(index -> index.getString("name"))).containsExactly("_id_");
        assertThat(groups.listIndexes().map(index -> index.getString("name"))).containsExactly("_id_", "same");
        users.insertMany(List.of(new Document("name", "n"), new Document("name", "n")));
    }

    @Test
    void aggregates() {
        insertNumbered(30);
        users.createIndex(ascending("group"));

        assertThat(users.aggregate(List.of(
                                Aggregates.match(in("group", 1, 2)),
                                Aggregates.group("$group", Accumulators.sum("n", 1)),
                                Aggregates.sort(Sorts.ascending("_id"))))
                        .map(found -> found.getInteger("n")))
                .containsExactly(3, 3);
    }

    @Test
    void projectsAndSorts() {
        insertNumbered(10);

        assertThat(users.find()
                        .sort(Sorts.orderBy(Sorts.descending("parity"), Sorts.ascending("_id")))
                        .limit(1)
                        .projection(Projections.fields(Projections.include("sequence"), Projections.excludeId())))
                .containsExactly(new Document("sequence", 1));
    }

    @Test
    void projectsWhatAnIndexFinds() {
        users.createIndex(ascending("group"));
        users.insertOne(new Document("_id", "a")
                .append("list", List.of(1, new Document("deep", "x")))
                .append("group", 1)
                .append("nested", new Document("one", 1).append("two", 2))
                .append("nothing", null)
                .append("name", "Ann"));
        var ofGroup = eq("group", 1);

        assertThat(users.find(ofGroup).projection(Projections.include("name", "nested", "nothing", "absent")))
                .containsExactly(new Document("_id", "a")
                        .append("nested", new Document("one", 1).append("two", 2))
                        .append("nothing", null)
                        .append("name", "Ann"));
        assertThat(users.find(ofGroup)
                        .projection(Projections.fields(Projections.include("nested.two"), Projections.excludeId())))
                .containsExactly(new Document("nested", new Document("two", 2)));
        assertThat(users.find(ofGroup).projection(Projections.exclude("list", "nested", "nothing")))
                .containsExactly(new Document("_id", "a").append("group", 1).append("name", "Ann"));
        assertThat(users.find(in("group", 1, 2))
                        .sort(Sorts.ascending("name"))
                        .projection(Projections.fields(Projections.include("group"), Projections.excludeId())))
                .containsExactly(new Document("group", 1));
    }

    @Test
    void givesEachOfManyClaimersItsOwnNumber() throws Exception {
        Set<Integer> claimed = ConcurrentHashMap.newKeySet();
        FindOneAndUpdateOptions after =
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
        users.insertOne(new Document("_id", "counter"));

        inParallel(
                8,
                50,
                () -> claimed.add(
                        Objects.requireNonNull(users.findOneAndUpdate(eq("_id", "counter"), inc("n", 1), after))
                                .getInteger("n")));

        assertThat(claimed).hasSize(400);
    }

    @Test
    void insertsOnceWhenManyUpsertTheSame() throws Exception {
        users.createIndex(ascending("key"), new IndexOptions().unique(true));

        inParallel(8, 20, () -> {
            try {
                return users.updateOne(eq("key", 1), inc("n", 1), new UpdateOptions().upsert(true));
            } catch (MongoWriteException e) {
                assertThat(e.getError().getCode()).isEqualTo(11000);
                return e;
            }
        });

        assertThat(users.countDocuments(eq("key", 1))).isEqualTo(1);
    }

    @Test
    void keepsValuesAsTheyAre() {
        Document all = new Document("_id", new ObjectId())
                .append("null", null)
                .append("long", Long.MAX_VALUE)
                .append("double", 1.5)
                .append("date", new Date(5))
                .append("binary", new Binary(new byte[] {1, 2}))
                .append("nested", new Document("list", List.of(1, "two", new Document("three", 3))));
        users.insertOne(all);

        assertThat(users.find().first()).isEqualTo(all);
    }

    private UpdateResult replaceGuarded(String id, int sequence) {
        return users.replaceOne(
                and(eq("_id", id), lt("sequence", sequence)), user(id, sequence), new ReplaceOptions().upsert(true));
    }

    static ReplaceOneModel<Document> guarded(String id, int sequence) {
        return new ReplaceOneModel<>(
                and(eq("_id", id), lt("sequence", sequence)), user(id, sequence), new ReplaceOptions().upsert(true));
    }

    static Document user(String id, int sequence) {
        return new Document("_id", id).append("sequence", sequence);
    }

    void insertNumbered(int count) {
        users.insertMany(IntStream.range(0, count)
                .mapToObj(i ->
                        user("%05d".formatted(i), i).append("group", i % 10).append("parity", i % 2))
                .toList());
    }

    static List<String> ids(Iterable<Document> documents) {
        List<String> ids = new ArrayList<>();
        documents.forEach(document -> ids.add(document.getString("_id")));
        return ids;
    }

    private static void assertDuplicate(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        MongoWriteException.class,
                        e -> assertThat(e.getError().getCode()).isEqualTo(11000));
    }

    static void inParallel(int threads, int times, Callable<?> task) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (var done : executor.invokeAll(Collections.nCopies(threads, () -> {
                for (int i = 0; i < times; i++) {
                    var ignored = task.call();
                }
                return threads;
            }))) {
                done.get();
            }
        }
    }
}
