package dev.rollcall.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.history.projection.PositionDocuments;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The past of people and groups, as the log of changes tells it. */
class HistoryIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();
    private final String connection = scim.connection();
    private final Roll roll = new Roll(scim);
    private final HttpCalls admin = stage.admin();

    @Test
    void theStateAtEachSequenceIsTheFoldOfTheChangesUpToIt() {
        liveAWhile(new Random(20261130));
        List<IdentityChange> changes = stage.changes(connection).all();
        History history = stage.bean(History.class);
        var fold = new Fold();
        Set<String> users = idsOf(changes, ResourceType.USER);
        Set<String> groups = idsOf(changes, ResourceType.GROUP);

        for (IdentityChange change : changes) {
            fold.apply(change);
            Moment moment = history.moment(connection, null, change.getSequence());
            String user = some(users, change.getSequence());
            String group = some(groups, change.getSequence());
            assertThat(present(history.state(ResourceType.USER, connection, user, moment)))
                    .as("user at " + change.getSequence())
                    .isEqualTo(fold.states.get(user));
            assertThat(present(history.state(ResourceType.GROUP, connection, group, moment)))
                    .as("group at " + change.getSequence())
                    .isEqualTo(fold.states.get(group));
            assertThat(history.membersAt(connection, group, moment))
                    .as("members at " + change.getSequence())
                    .isEqualTo(fold.members.getOrDefault(group, Set.of()));
            assertThat(history.groupsAt(connection, user, moment).orElseThrow())
                    .as("groups at " + change.getSequence())
                    .isEqualTo(fold.groupsOf(user));
        }
    }

    @Test
    void tellsWhatSomebodyWasLikeAtATime() {
        String ada = roll.user("ada");
        roll.replace(ada, "ada", ", \"title\": \"Countess\"");
        String poets = roll.group("Poets");
        roll.join(poets, ada);
        roll.rename(poets, "Engineers");
        List<IdentityChange> changes = stage.changes(connection).all();
        roll.delete("/Users/" + ada);

        JsonNode first = admin.get(path("users", ada, "&sequence=1")).expect(200);
        JsonNode named = admin.get(path("users", ada, "&sequence=4")).expect(200);
        JsonNode then = admin.get(
                        path("users", ada, "&at=" + changes.getLast().getTime().toString()))
                .expect(200);
        JsonNode deleted = admin.get(path("users", ada, "")).expect(404);

        assertThat(first.get("resource").has("title")).isFalse();
        assertThat(first.get("resource").get("meta").get("version").stringValue())
                .isEqualTo("W/\"1\"");
        assertThat(named.get("resource").get("groups").get(0).get("display").stringValue())
                .isEqualTo("Poets");
        assertThat(then.get("resource").get("title").stringValue()).isEqualTo("Countess");
        assertThat(then.get("resource").get("groups").get(0).get("display").stringValue())
                .isEqualTo("Engineers");
        assertThat(then.get("sequence").longValue()).isEqualTo(2);
        assertThat(deleted.get("detail").stringValue()).contains("deleted");
        assertThat(admin.get(path("groups", poets, "&sequence=4"))
                        .expect(200)
                        .get("resource")
                        .get("members"))
                .hasSize(1);
        assertThat(admin.get(path("users", ada, "&at=2020-01-01T00:00:00Z"))
                        .expect(404)
                        .get("created"))
                .isNotNull();
    }

    @Test
    void saysFromWhenOnItCanBeToldWhereTheLogBeginsLater() {
        String ada = roll.user("ada");
        roll.replace(ada, "ada", ", \"title\": \"Countess\"");
        roll.replace(ada, "ada", ", \"title\": \"Mathematician\"");
        await().until(() -> positions().countDocuments(Filters.eq("connection", connection)) == 3);
        // as if the topic had let go of the first two
        positions().deleteMany(Filters.and(Filters.eq("connection", connection), Filters.lt("sequence", 3L)));

        JsonNode countess = admin.get(path("users", ada, "&sequence=2")).expect(200);
        JsonNode gone = admin.get(path("users", ada, "&sequence=1")).expect(410);

        assertThat(countess.get("resource").get("title").stringValue()).isEqualTo("Countess");
        assertThat(gone.get("sequence").longValue()).isEqualTo(2);
        assertThat(Instant.parse(gone.get("earliest").stringValue())).isBefore(Instant.now());
    }

    @Test
    void aTimelineTellsEachChangeWithItsRequestAndItsDeliveries() {
        String crm = stage.app("CRM", connection);
        String ada = roll.user("ada");
        roll.replace(ada, "ada", ", \"title\": \"Countess\"");
        String poets = roll.group("Poets");
        roll.join(poets, ada);
        List<IdentityChange> changes = stage.changes(connection).all();
        stage.deliveries(connection)
                .settle(
                        crm,
                        ada,
                        2,
                        DeliveryOutcome.FAILED,
                        receipt -> receipt.setChange(changes.get(1).getId()));
        String path = "/api/v1/directory/users/" + ada + "/timeline?connection=" + connection;
        await().untilAsserted(() -> {
            JsonNode second = admin.get(path).expect(200).get("changes").get(1);
            assertThat(second.get("failed_at")).hasSize(1);
            assertThat(second.has("request")).isTrue();
        });

        JsonNode timeline = admin.get(path).expect(200).get("changes");

        assertThat(timeline)
                .extracting(change -> change.get("sequence").longValue())
                .containsExactly(4L, 2L, 1L);
        JsonNode joined = timeline.get(0);
        assertThat(joined.get("joined").booleanValue()).isTrue();
        assertThat(joined.get("group").stringValue()).isEqualTo("Poets");
        JsonNode titled = timeline.get(1);
        assertThat(titled.get("cause").stringValue()).isEqualTo("request");
        assertThat(titled.get("differences").toString()).isEqualTo("[{\"path\":\"title\",\"after\":\"Countess\"}]");
        JsonNode request = admin.get(titled.get("request").stringValue()).expect(200);
        assertThat(request.get("txn")).isEqualTo(titled.get("txn"));

        JsonNode page = admin.get(path + "&limit=2").expect(200);
        assertThat(admin.get(path + "&limit=2&cursor=" + page.get("next_cursor").longValue())
                        .expect(200)
                        .get("changes"))
                .hasSize(1);
    }

    @Test
    void refusesWhatCannotBeMeant() {
        String ada = roll.user("ada");

        admin.get(path("users", ada, "&at=yesterday")).expect(400);
        admin.get(path("users", ada, "&at=%2B999999999-12-31T23:59:59Z")).expect(400);
        admin.get(path("users", ada, "&at=-999999999-01-01T00:00:00Z")).expect(400);
        admin.get(path("users", ada, "&at=2026-11-30T00:00:00Z&sequence=1")).expect(400);
        admin.get(path("users", UUID.randomUUID().toString(), "")).expect(404);
        admin.get("/api/v1/directory/users/" + ada + "?connection=nobodys").expect(404);
        String timeline = "/api/v1/directory/users/" + ada + "/timeline?connection=" + connection;
        admin.get(timeline + "&limit=0").expect(400);
        assertThat(admin.get(timeline + "&limit=many").expect(400).get("detail").stringValue())
                .contains("limit");
    }

    @Test
    void anIdIsOfOneTypeOnly() {
        String ada = roll.user("ada");
        String poets = roll.group("Poets");

        admin.get(path("groups", ada, "")).expect(404);
        admin.get(path("groups", ada, "&sequence=1")).expect(404);
        admin.get(path("users", poets, "")).expect(404);
        admin.get("/api/v1/directory/groups/" + ada + "/timeline?connection=" + connection)
                .expect(404);
    }

    @Test
    void theIdAloneTellsTheConnection() {
        String ada = roll.user("ada");

        assertThat(admin.get("/api/v1/directory/users/" + ada)
                        .expect(200)
                        .get("connection")
                        .stringValue())
                .isEqualTo(connection);
    }

    @Test
    void whereEachChangeIsIsGatheredAnewWhenMongoDbLostIt() {
        String ada = roll.user("ada");
        roll.replace(ada, "ada", ", \"title\": \"Countess\"");
        admin.get(path("users", ada, "&sequence=1")).expect(200);

        database().getCollection(PositionDocuments.COLLECTION).drop();
        database().getCollection(PositionDocuments.CHECKPOINTS).drop();

        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(admin.get(path("users", ada, "&sequence=1"))
                                .expect(200)
                                .get("resource")
                                .has("title"))
                        .isFalse());
        assertThat(database().getCollection(PositionDocuments.COLLECTION).listIndexes())
                .extracting(index -> index.getString("name"))
                .contains("change_positions_by_subject", "change_positions_by_place");
    }

    private void liveAWhile(Random random) {
        List<String> users = new ArrayList<>(List.of(roll.user(Roll.name()), roll.user(Roll.name())));
        List<String> groups = new ArrayList<>(List.of(roll.group("A"), roll.group("B")));
        for (int i = 0; i < 24; i++) {
            String user = users.get(random.nextInt(users.size()));
            String group = groups.get(random.nextInt(groups.size()));
            switch (random.nextInt(7)) {
                case 0 -> users.add(roll.user(Roll.name()));
                case 1 -> roll.replace(user, Roll.name(), ", \"title\": \"T" + i + "\"");
                case 2, 3 -> roll.join(group, user);
                case 4 -> roll.leave(group, user);
                case 5 -> roll.rename(group, "G" + i);
                default -> {
                    roll.delete("/Users/" + user);
                    users.remove(user);
                    users.add(roll.user(Roll.name()));
                }
            }
        }
    }

    /** What a subscriber that takes in every change knows. */
    private static final class Fold {

        private final Map<String, Snapshot> states = new HashMap<>();
        private final Map<String, Set<String>> members = new HashMap<>();

        void apply(IdentityChange change) {
            if (change.getAfter() == null) {
                states.remove(change.getResource());
            } else {
                Snapshot.of(change.getAfter()).ifPresent(state -> states.put(change.getResource(), state));
            }
            Set<String> of = members.computeIfAbsent(change.getResource(), _ -> new HashSet<>());
            of.addAll(change.getMembersAdded());
            change.getMembersRemoved().forEach(of::remove);
        }

        Set<String> groupsOf(String user) {
            return members.entrySet().stream()
                    .filter(group -> group.getValue().contains(user))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Object present(Told told) {
        return switch (told) {
            case Told.Present(var state) -> state;
            case Told.Deleted _, Told.NotYet _ -> null;
            case Told.OutOfReach _, Told.Unknown _ -> told;
        };
    }

    private static Set<String> idsOf(List<IdentityChange> changes, ResourceType type) {
        return changes.stream()
                .filter(change -> change.getResourceType() == type)
                .map(IdentityChange::getResource)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String some(Set<String> ids, long sequence) {
        return List.copyOf(ids).get((int) (sequence % ids.size()));
    }

    private String path(String type, String id, String more) {
        return "/api/v1/directory/" + type + "/" + id + "?connection=" + connection + more;
    }

    private MongoDatabase database() {
        return stage.bean(MongoDatabase.class);
    }

    private MongoCollection<Document> positions() {
        return PositionDocuments.collection(database());
    }
}
