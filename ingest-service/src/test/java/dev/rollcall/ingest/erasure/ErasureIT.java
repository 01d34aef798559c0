package dev.rollcall.ingest.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.event.Cause;
import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.history.projection.PositionDocuments;
import dev.rollcall.ingest.stage.Deliveries;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.EventToken;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.QueuedToken;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.schemas.topic.UnreadableRecordException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A person is forgotten, and stays forgotten. */
class ErasureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();
    private final String connection = scim.connection();
    private final Roll roll = new Roll(scim);
    private final HttpCalls admin = stage.admin();
    private final Deliveries deliveries = stage.deliveries(connection);
    private final String name = Roll.name();
    private final String mail = Roll.name() + "@example.com";

    @Test
    void leavesNoTraceOfThePersonInMongoDb() {
        String crm = stage.app("CRM", connection);
        String person = person();
        trouble(crm, person);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(collectionsWithTraces())
                        .contains("users", "receipts", "dead_letters", "event_tokens", "outcomes"));

        JsonNode erased = erase(person, true).expect(200);

        assertThat(erased.get("state").stringValue()).isEqualTo("purging");
        assertThat(erased.get("gone").properties())
                .extracting(place -> place.getKey())
                .contains("receipts", "dead_letters", "event_tokens", "request_log", "outcomes", "change_positions");
        assertThat(collectionsWithTraces()).isEmpty();
        scim.get("/Users/" + person).expect(404);
        assertThat(last(person).getCause()).isEqualTo(Cause.ERASURE);
        assertThat(last(person).getReason()).isEqualTo("Case 4711");

        deliveries.settle(crm, person, 9, DeliveryOutcome.DELIVERED, receipt -> receipt.setDetail("It was " + name));
        deliveries.giveUp(crm, "somebody-else", 10, "http-422");
        await().atMost(PATIENCE)
                .until(() ->
                        database().getCollection("dead_letters").countDocuments(Filters.eq("connection", connection))
                                == 1);
        assertThat(database().getCollection("receipts").countDocuments(Filters.eq("resource", person)))
                .as("what is projected late")
                .isZero();
        assertThat(collectionsWithTraces()).isEmpty();
        calls(person);
    }

    @Test
    void keepsWhatAnAppKnowsThePersonByUntilItIsTold() {
        String crm = stage.app("CRM", connection);
        String wiki = stage.app("Wiki", connection);
        String person = person();
        roll.delete("/Users/" + person);
        long deleted = last(person).getSequence();
        link(crm, person, 1);
        link(wiki, person, 1);
        settle(wiki, person, deleted);

        JsonNode erased = erase(person, true).expect(200);

        assertThat(erased.get("state").stringValue()).isEqualTo("purging");
        assertThat(erased.get("waits_for").toString()).contains("CRM");
        assertThat(erased.get("gone").get("ledger").intValue()).isEqualTo(1);
        assertThat(entry(crm, person).remoteId()).isEqualTo("their-" + person);
        assertThat(entry(crm, person).hash()).as("what the person was like").isNull();
        admin.get(path(person) + "/statement?connection=" + connection).expect(409);

        settle(crm, person, deleted);
        await().atMost(PATIENCE).until(() -> entry(crm, person) == null);
    }

    @Test
    void leavesItToRecipientsToFetchThatThePersonIsGone() {
        String person = person();
        queue(person, "kept", "{\"events\":{\"" + EventUris.DELETE + "\":{}}}");
        queue(person, "emptied", "{\"events\":{\"" + EventUris.PUT + "\":{\"data\":{\"userName\":\"" + name + "\"}}}}");

        JsonNode erased = erase(person, true).expect(200);

        assertThat(erased.get("waits_for").toString()).contains("1 event tokens");
        assertThat(stage.bean(EventQueue.class).head(connection + "-app", 9))
                .extracting(token -> token.token().jti())
                .containsExactly(connection + "-kept");
        stage.bean(EventQueue.class).settle(connection + "-app", List.of(connection + "-kept"), Instant.now());
    }

    @Test
    void leavesNoTraceInGenerationsOfTheDirectoryThatNobodyReads() {
        String person = person();
        DirectoryCollections read = stage.bean(DirectoryCollections.class);
        DirectoryCollections other = read.ofGeneration(7);
        try {
            other.users()
                    .insertOne(read.users()
                            .find(Filters.eq("_id", connection + "/" + person))
                            .first());
            other.outcomes()
                    .insertOne(new Document("connection", connection)
                            .append("state", new Document("resource", person).append("detail", name)));

            erase(person, true).expect(200);

            assertThat(collectionsWithTraces()).isEmpty();
        } finally {
            read.drop(7);
        }
    }

    @Test
    void whoKnowsLessOfAnErasureTakesNothingBack() {
        String person = person();
        roll.delete("/Users/" + person);
        await().atMost(PATIENCE)
                .until(() -> PositionDocuments.collection(database())
                                .countDocuments(Filters.eq(PositionDocuments.RESOURCE, person))
                        == 3);
        Erasure begun = Erasure.newBuilder()
                .setConnection(connection)
                .setUser(person)
                .setRequested(Instant.now())
                .setTime(Instant.now())
                .setStep(ErasureStep.REQUESTED)
                .setOperator("admin-token")
                .setForced(true)
                .build();
        Erasing erasing = stage.bean(Erasing.class);
        stage.bean(ErasureLog.class).put(begun);
        Erasure known = erasing.advance(begun);

        Erasure after = erasing.advance(begun);

        assertThat(known.getGone()).containsKey("change_positions");
        assertThat(after.getGone()).containsAllEntriesOf(known.getGone());
        assertThat(after.getNewest()).containsAllEntriesOf(known.getNewest());
        assertThat(after.getStep()).isNotEqualTo(ErasureStep.REQUESTED);
    }

    @Test
    void theLastRecordOfAnErasureTellsAllThoughAnInstanceThatKnewLessWasTheLastToWrite() {
        Erasure done = Erasure.newBuilder()
                .setConnection(connection)
                .setUser("u-" + UUID.randomUUID())
                .setRequested(Instant.now())
                .setTime(Instant.now())
                .setStep(ErasureStep.DONE)
                .setOperator("admin-token")
                .setGone(Map.of("receipts", 3L))
                .build();
        Erasure lesser = Erasure.newBuilder(done)
                .setStep(ErasureStep.PURGING)
                .setGone(Map.of("ledger", 1L))
                .build();
        String key = done.getConnection() + "/" + done.getUser();
        for (Erasure record : List.of(done, lesser)) {
            stage.bean(RecordPublisher.class)
                    .publish(Topics.ERASURES, key, record, List.of())
                    .join();
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lastOf(key)).satisfies(last -> {
                    assertThat(last.getStep()).isEqualTo(ErasureStep.DONE);
                    assertThat(last.getGone()).isEqualTo(Map.of("receipts", 3L, "ledger", 1L));
                }));
    }

    @Test
    void staysForgottenWhenTheProjectionsAreMadeAnew() {
        String person = person();
        erase(person, true).expect(200);
        database().getCollection(PositionDocuments.COLLECTION).drop();
        database().getCollection(PositionDocuments.CHECKPOINTS).drop();
        String other = roll.user(Roll.name());

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> admin.get("/api/v1/directory/users/" + other + "/timeline?connection=" + connection)
                                .status()
                        == 200);
        assertThat(PositionDocuments.collection(database()).countDocuments(Filters.eq("resource", person)))
                .isZero();
        JsonNode gone = admin.get("/api/v1/directory/users/" + person + "?sequence=1&connection=" + connection)
                .expect(410);
        assertThat(gone.get("detail").stringValue()).contains("erased");
        admin.get("/api/v1/directory/users/" + person + "/timeline?connection=" + connection)
                .expect(410);
        admin.post("/api/v1/directory/users/" + person + "/restore", """
                        {"sequence": 1, "connection": "%s"}""".formatted(connection))
                .expect(410);
    }

    @Test
    void waitsUntilThePersonIsOutOfEveryApp() {
        String crm = stage.app("CRM", connection);
        String person = person();
        settle(crm, person, 1);

        JsonNode waiting = erase(person, false).expect(200);

        assertThat(waiting.get("state").stringValue()).isEqualTo("requested");
        assertThat(waiting.get("waits_for").toString()).contains("CRM");
        assertThat(waiting.has("remains")).isFalse();
        admin.get(path(person) + "/statement?connection=" + connection).expect(409);

        settleEverywhere(person);
        // by itself
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(state(person)).contains("\"done\"").doesNotContain("CRM"));
    }

    @Test
    void vouchesForWhatIsGoneAndTellsUntilWhenTheRestIs() throws ParseException {
        String person = person();
        roll.delete("/Users/" + person);
        settleEverywhere(person);
        erase(person, false).expect(200);
        await().atMost(PATIENCE).until(() -> state(person).contains("\"done\""));

        JsonNode done = admin.get(path(person) + "?connection=" + connection).expect(200);
        SignedJWT statement = SignedJWT.parse(admin.get(path(person) + "/statement?connection=" + connection)
                .response()
                .body());

        assertThat(done.get("remains"))
                .extracting(remainder -> remainder.get("topic").stringValue())
                .contains("identity.changes", "identity.users", "rollcall.requests");
        done.get("remains")
                .forEach(remainder -> assertThat(
                                Instant.parse(remainder.get("until").stringValue()))
                        .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(92))));
        assertThat(statement.getHeader().getType().getType()).isEqualTo("erasure-statement+jwt");
        assertThat(statement.getJWTClaimsSet().getSubject()).isEqualTo(person);
        assertThat(statement.getParsedString()).doesNotContain(name);
        assertThat(erase(person, false).expect(200).get("state").stringValue())
                .as("again")
                .isEqualTo("done");
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUESTED", "PURGING"})
    void goesOnByItselfWhereItBrokeOff(ErasureStep step) {
        String crm = stage.app("CRM", connection);
        String person = person();
        trouble(crm, person);
        await().atMost(PATIENCE).until(() -> collectionsWithTraces().contains("dead_letters"));
        if (step == ErasureStep.PURGING) {
            roll.delete("/Users/" + person);
        }

        // as whoever died right after it left it
        stage.bean(ErasureLog.class)
                .put(Erasure.newBuilder()
                        .setConnection(connection)
                        .setUser(person)
                        .setRequested(Instant.now())
                        .setTime(Instant.now())
                        .setStep(step)
                        .setOperator("admin-token")
                        .setForced(true)
                        .build());

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(state(person)).contains("dead_letters");
            assertThat(collectionsWithTraces()).isEmpty();
        });
    }

    @Test
    void findsWhoIsMeantByNameAlsoLongAfterTheyLeft() {
        String person = person();
        roll.delete("/Users/" + person);
        roll.user(Roll.name());

        JsonNode erased = erase(name.toUpperCase(Locale.ROOT), true).expect(200);

        assertThat(erased.get("user").stringValue()).isEqualTo(person);
        erase(Roll.name(), true).expect(404);
    }

    @Test
    void howFarItIsCanBeAskedByNameUntilTheNameIsForgotten() {
        String crm = stage.app("CRM", connection);
        String person = person();
        settle(crm, person, 1);
        erase(name, false).expect(200);
        String byName = path(name) + "?connection=" + connection;
        assertThat(admin.get(byName).expect(200).get("user").stringValue()).isEqualTo(person);

        erase(name, true).expect(200);

        assertThat(admin.get(byName).expect(404).get("detail").stringValue()).contains("give the id");
        roll.user(name);
        assertThat(admin.get(byName).expect(404).get("detail").stringValue())
                .as("somebody else has the name")
                .contains("give the id");
        assertThat(state(person)).contains(person);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoWasRestoredIsForgottenWithWhoTheyWereBefore(boolean isAskedOfNew) {
        String person = person();
        roll.delete("/Users/" + person);
        String restore = "/api/v1/directory/users/" + person + "/restore";
        String guard = admin.post(restore, "{\"sequence\": 2, \"connection\": \"%s\"}".formatted(connection))
                .expect(200)
                .get("guard")
                .stringValue();
        String restored = admin.post(restore, """
                        {"sequence": 2, "connection": "%s", "guard": "%s", "reason": "A mistake"}""".formatted(connection, guard))
                .expect(200)
                .get("restored_as")
                .stringValue();

        erase(isAskedOfNew ? restored : person, true).expect(200);

        assertThat(state(person)).doesNotContain("\"requested\",");
        assertThat(state(restored)).doesNotContain("\"requested\",");
        scim.get("/Users/" + restored).expect(404);
        assertThat(collectionsWithTraces()).isEmpty();
    }

    @Test
    void refusesAReasonThatNamesThePerson() {
        String person = person();

        admin.post(path(person), """
                        {"connection": "%s", "reason": "%s asked for it"}""".formatted(connection, mail)).expect(400);
        admin.post(path(person), "{\"connection\": \"%s\"}".formatted(connection))
                .expect(400);
        admin.get(path(person) + "?connection=" + connection).expect(404);
        scim.get("/Users/" + person).expect(200);
    }

    private String person() {
        String person = scim.post("/Users", Roll.user(name, ", \"emails\": [{\"value\": \"" + mail + "\"}]"))
                .expect(201)
                .get("id")
                .stringValue();
        roll.replace(person, name, ", \"title\": \"Countess\", \"emails\": [{\"value\": \"" + mail + "\"}]");
        return person;
    }

    /** Something about the person everywhere. */
    private void trouble(String app, String person) {
        deliveries.settle(app, person, 1, DeliveryOutcome.FAILED, receipt -> receipt.setDetail("No room for " + name));
        DeadLetter letter = deliveries
                .letter(app, person, 1, "http-422")
                .setCause("No room for " + mail)
                .build();
        deliveries.bury(letter);
        settle(app, person, 1);
        scim.put("/Users/" + person, "{\"userName\": \"" + name + "\", \"" + name + "\": 1}")
                .expect(400);
        scim.patch("/Users/" + person, """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "replace", "path": "title", "value": "Boss"}]}""", "Prefer", "respond-async, wait=5").expect(200);
        queue(person, "jti", "{\"userName\": \"" + name + "\"}");
    }

    private void queue(String person, String token, String claims) {
        stage.bean(EventQueue.class)
                .put(List.of(new QueuedToken(
                        new EventToken(connection + '-' + token, claims),
                        connection + "-app",
                        connection,
                        1,
                        0,
                        ResourceType.USER,
                        person,
                        0,
                        1)));
    }

    /** The app has an account of the person. */
    private void link(String app, String person, long sequence) {
        put(LedgerEntry.none(app, ResourceType.USER, connection, person)
                .linked("their-" + person, "hash")
                .settled(sequence, DeliveryOutcome.DELIVERED, 1, 200, Instant.now()));
    }

    private @Nullable LedgerEntry entry(String app, String person) {
        Document found = database()
                .getCollection(LedgerEntry.COLLECTION)
                .find(Filters.eq("_id", LedgerEntry.id(app, ResourceType.USER, connection, person)))
                .first();
        return found == null ? null : LedgerEntry.from(found);
    }

    /** Apps of other tests may follow every connection. */
    private void settleEverywhere(String person) {
        long deleted = last(person).getSequence();
        stage.settings().apps().forEach(app -> settle(app.id(), person, deleted));
    }

    private void settle(String app, String person, long sequence) {
        put(LedgerEntry.none(app, ResourceType.USER, connection, person)
                .settled(sequence, DeliveryOutcome.DELIVERED, 1, 200, Instant.now()));
    }

    private void put(LedgerEntry settled) {
        Document entry = settled.toDocument();
        database()
                .getCollection(LedgerEntry.COLLECTION)
                .replaceOne(Filters.eq("_id", entry.get("_id")), entry, new ReplaceOptions().upsert(true));
    }

    private List<String> collectionsWithTraces() {
        var found = new ArrayList<String>();
        for (String collection : database().listCollectionNames()) {
            for (Document document : database().getCollection(collection).find()) {
                String json = document.toJson();
                if (json.contains(name) || json.contains(mail)) {
                    found.add(collection);
                    break;
                }
            }
        }
        return found;
    }

    /** What the request log tells, one call after the other. */
    private void calls(String person) {
        String path = "/api/v1/connections/" + connection + "/requests";
        JsonNode calls = admin.get(path + "?resource=" + person).expect(200).get("requests");
        assertThat(calls).isNotEmpty();
        calls.forEach(call -> {
            JsonNode one = admin.get(path + "/" + call.get("id").stringValue()).expect(200);
            assertThat(one.has("body")).isFalse();
            assertThat(one.toString()).doesNotContain(name).doesNotContain(mail);
        });
    }

    private IdentityChange last(String person) {
        return stage.changes(connection).all().stream()
                .filter(change -> change.getResource().equals(person))
                .toList()
                .getLast();
    }

    /** What the topic has of an erasure when it is compacted. */
    private Erasure lastOf(String key) throws UnreadableRecordException {
        var partition = new TopicPartition(Topics.ERASURES, 0);
        byte[] last = new byte[0];
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", stage.backend().bootstrap()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    last = key.equals(record.key()) ? record.value() : last;
                }
            }
        }
        return stage.bean(AvroRecords.class).read(Topics.ERASURES, last, Erasure.class);
    }

    private String state(String person) {
        return admin.get(path(person) + "?connection=" + connection).expect(200).toString();
    }

    private HttpCalls.Answer erase(String idOrName, boolean isForced) {
        return admin.post(path(idOrName), """
                {"connection": "%s", "reason": "Case 4711", "force": %s}""".formatted(connection, isForced));
    }

    private static String path(String idOrName) {
        return "/api/v1/directory/users/" + idOrName + "/erasure";
    }

    private MongoDatabase database() {
        return stage.bean(MongoDatabase.class);
    }
}
