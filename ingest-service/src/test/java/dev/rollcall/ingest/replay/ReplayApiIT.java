package dev.rollcall.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.event.ReplayState;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.Setting;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.ingest.topic.LogPositions;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.delivery.ReplayProgress;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How operators have an app given something again, and how a new one begins. */
class ReplayApiIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls client = stage.connection();
    private final HttpCalls admin = stage.admin();
    private final LogPositions positions = stage.bean(LogPositions.class);
    private final String app = "app-" + UUID.randomUUID().toString().substring(0, 30);

    @AfterEach
    void removeApp() {
        admin.delete("/api/v1/apps/" + app);
    }

    @Test
    void isMadePausedResumedAndCancelledAndTellsWhoDidItAndWhy() {
        create("?start=now");
        JsonNode made = admin.post(replays(), """
                {"from_time": "2026-01-01T00:00:00Z", "rate": 7, "reason": "It was restored from a backup"}""").expect(201);
        String id = text(made, "id");
        assertThat(text(made, "what")).isEqualTo("changes");
        assertThat(made.get("rate").intValue()).isEqualTo(7);

        assertThat(admin.post(replays(), "{}").expect(409).toString()).contains(id);
        admin.post(path(id) + "/pause", "{\"reason\": \"Rush hour\"}").expect(200);
        assertThat(setting(id).getState()).isEqualTo(ReplayState.PAUSED);
        admin.patch(path(id), "{\"rate\": 3}").expect(200);
        admin.post(path(id) + "/cancel", "{}").expect(200);

        JsonNode shown = admin.get(path(id)).expect(200);
        assertThat(text(shown, "state")).isEqualTo("cancelled");
        assertThat(shown.get("steps")).hasSize(4);
        assertThat(text(shown.get("steps").get(0), "reason")).isEqualTo("It was restored from a backup");
        assertThat(text(shown.get("steps").get(1), "operator")).isEqualTo("admin-token");
        assertThat(shown.get("steps").get(2).get("rate").intValue()).isEqualTo(3);
        assertThat(admin.post(path(id) + "/resume", "{}").expect(409).toString())
                .contains("cancelled");
        assertThat(admin.get(replays()).expect(200)).hasSize(1);
        String other = text(admin.post(replays(), "{\"failed\": true}").expect(201), "id");
        assertThat(setting(other).getSource()).isEqualTo(ReplaySource.LETTERS);
    }

    @Test
    void refusesWhatCannotBeReplayed() {
        create("?start=now");

        admin.post("/api/v1/apps/nobody/replays", "{}").expect(404);
        admin.get(path("nothing")).expect(404);
        assertThat(admin.post(replays(), "{\"from_sequence\": 1}").expect(400).toString())
                .contains("connection");
        assertThat(admin.post(replays(), "{\"failed\": true, \"user\": \"u1\"}")
                        .expect(400)
                        .toString())
                .contains("failed");
        assertThat(admin.post(replays(), "{\"connection\": \"elsewhere\"}")
                        .expect(400)
                        .toString())
                .contains("doesn't follow");
        admin.post(replays(), "{\"rate\": 0}").expect(400);
        for (String time : List.of(
                "1969-12-31T23:59:59.999Z",
                "1960-01-01T00:00:00Z",
                "+292278995-01-01T00:00:00Z",
                "-999999999-01-01T00:00:00Z")) {
            String asked = "{\"from_time\": \"" + time + "\"}";
            assertThat(admin.post(replays(), asked).expect(400).toString()).contains("from_time");
            admin.post(replays() + "/dry-run", asked).expect(400);
        }
        for (String kind : List.of("null", "\"urn:ietf:params:scim:event:prov:pull:full\"")) {
            assertThat(admin.post(replays(), "{\"user\": \"u1\", \"muted_kinds\": [" + kind + "]}")
                            .expect(400)
                            .toString())
                    .contains("muted_kinds", "prov:put:full");
        }
        assertThat(admin.post(replays(), "{\"muted_kinds\": [\"urn:ietf:params:scim:event:prov:put:full\"]}")
                        .expect(400)
                        .toString())
                .contains("muted_kinds");
        assertThat(admin.post(replays(), "{\"connection\": \"" + client.connection() + "\", \"from_sequence\": 1}")
                        .expect(400)
                        .toString())
                .contains("No changes");
        admin.patch("/api/v1/apps/" + app, "{\"enabled\": false}").expect(200);
        assertThat(admin.post(replays(), "{}").expect(409).toString()).contains("disabled");
    }

    @Test
    void refusesOneOfWhomNobodyKnowsAnything() {
        create("?start=now");
        var roll = new Roll(client);
        String user = roll.user(Roll.name());
        String group = roll.group(Roll.name());
        String elsewhere = new Roll(stage.connection()).user(Roll.name());

        for (String asked : List.of(
                "{\"user\": \"" + UUID.randomUUID() + "\"}",
                "{\"group\": \"" + UUID.randomUUID() + "\"}",
                "{\"user\": \"" + elsewhere + "\"}",
                "{\"user\": \"" + group + "\"}",
                "{\"group\": \"" + user + "\"}")) {
            assertThat(text(admin.post(replays(), asked).expect(404), "detail"))
                    .isEqualTo("Neither the directory nor the log of changes knows of this id in the connection.");
            admin.post(replays() + "/dry-run", asked).expect(404);
        }
        String page = admin.post(
                        "/console/apps/" + app + "/replays",
                        "do=dry-run&what=user&value=" + UUID.randomUUID(),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Accept",
                        "text/html")
                .response()
                .body();
        assertThat(page).contains("knows of this id").doesNotContain("What it would send");
        assertThat(admin.get(replays()).expect(200)).isEmpty();
    }

    @Test
    void oneWhoWasDeletedIsReplayedAndOneWhoWasErasedIsNot() {
        var roll = new Roll(client);
        String user = roll.user(Roll.name());
        roll.delete("/Users/" + user);
        create("?start=now");
        String asked = "{\"user\": \"" + user + "\"}";

        assertThat(admin.post(replays() + "/dry-run", asked)
                        .expect(200)
                        .get("resources")
                        .intValue())
                .isEqualTo(1);

        admin.post("/api/v1/directory/users/" + user + "/erasure", """
                {"connection": "%s", "reason": "Case 4711", "force": true}""".formatted(client.connection()))
                .expect(200);
        assertThat(text(admin.post(replays(), asked).expect(410), "detail")).contains("was erased");
        admin.post(replays() + "/dry-run", asked).expect(410);
    }

    @Test
    void isFinishedOnceEverythingIsPublishedAndReadByTheApp() {
        create("?start=now");
        String id = text(admin.post(replays(), "{}").expect(201), "id");
        var done = new HashMap<TopicPartition, Long>();
        setting(id)
                .getRanges()
                .forEach(range -> done.put(new TopicPartition(range.getTopic(), range.getPartition()), range.getTo()));
        positions.set(ReplayProgress.group(id), done);
        positions.set(AppGroup.of(app), positions.end(Topics.RETRIES));

        await().atMost(Duration.ofSeconds(20)).until(() -> setting(id).getState() == ReplayState.FINISHED);

        assertThat(admin.get(path(id))
                        .expect(200)
                        .get("progress")
                        .get("percent")
                        .intValue())
                .isEqualTo(100);
    }

    @Test
    void isCancelledWhereKafkaDeletedWhatItsAppHadNotTaken() {
        create("?start=now");
        String id = publishedAt(Instant.now().minus(Duration.ofDays(15)), 3, 1);

        await().atMost(Duration.ofSeconds(20)).until(() -> setting(id).getState() == ReplayState.CANCELLED);

        JsonNode last = admin.get(path(id)).expect(200).get("steps").get(0);
        assertThat(text(last, "operator")).isEqualTo("rollcall");
        assertThat(text(last, "reason")).contains("2 of the 3", "make another replay");
    }

    @ParameterizedTest
    @CsvSource({"15, 3", "1, 0"})
    void isFinishedWhereItsAppTookEverythingOrKafkaDeletedNothingYet(int daysAgo, int delivered) {
        create("?start=now");
        String id = publishedAt(Instant.now().minus(Duration.ofDays(daysAgo)), 3, delivered);

        await().atMost(Duration.ofSeconds(20)).until(() -> setting(id).getState() != ReplayState.RUNNING);

        assertThat(setting(id).getState()).isEqualTo(ReplayState.FINISHED);
    }

    /** A replay of which the workers have published all, and its app has read all that is there still. */
    private String publishedAt(Instant created, int changes, int delivered) {
        String id = UUID.randomUUID().toString();
        tellDelivered(id, delivered);
        positions.set(AppGroup.of(app), positions.end(Topics.RETRIES));
        var range = new ReplayRange(Topics.CHANGES, 0, 0L, (long) changes);
        Instant time = created.truncatedTo(ChronoUnit.MILLIS);
        ReplaySetting replay = ReplaySetting.newBuilder()
                .setApp(app)
                .setSource(ReplaySource.CHANGES)
                .setRanges(List.of(range))
                .setRatePerSecond(1)
                .setState(ReplayState.RUNNING)
                .build();
        stage.bean(Admin.class)
                .alterConsumerGroupOffsets(
                        ReplayProgress.group(id),
                        Map.of(
                                new TopicPartition(Topics.CHANGES, 0),
                                new OffsetAndMetadata(changes, new ReplayProgress(changes, 0, 0, List.of()).text())))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        stage.bean(SettingsLog.class)
                .put(Setting.newBuilder()
                        .setId(Settings.replayKey(id))
                        .setCreated(time)
                        .setTime(time)
                        .setReplay(replay)
                        .build())
                .block(Duration.ofSeconds(20));
        return id;
    }

    private void tellDelivered(String replay, int changes) {
        for (int change = 0; change < changes; change++) {
            DeliveryReceipt receipt = DeliveryReceipt.newBuilder()
                    .setApp(app)
                    .setConnection(client.connection())
                    .setChange(replay + '-' + change)
                    .setResourceType(ResourceType.USER)
                    .setResource("u" + change)
                    .setSequence(change + 1)
                    .setOutcome(DeliveryOutcome.DELIVERED)
                    .setAttempts(1)
                    .setTime(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                    .setReplay(replay)
                    .build();
            stage.bean(RecordPublisher.class)
                    .publish(Topics.RECEIPTS, Keys.delivery(app, receipt.getResource()), receipt, List.of())
                    .join();
        }
    }

    @Test
    void aNewAppBeginsAtTheCutOverAndIsBroughtWhatThereIs() {
        publishState();
        create("?start=everything");

        Map<TopicPartition, Long> ends = positions.end(Topics.CHANGES);
        ReplaySetting backFill = stage.settings().replays().stream()
                .map(Settings.Entry::value)
                .filter(replay -> replay.getApp().equals(app))
                .findFirst()
                .orElseThrow();
        assertThat(backFill.getInitial()).isTrue();
        assertThat(backFill.getSource()).isEqualTo(ReplaySource.STATES);
        assertThat(positions.of(AppGroup.of(app))).allSatisfy((partition, offset) -> {
            if (partition.topic().equals(Topics.CHANGES)) {
                assertThat(offset.offset()).isLessThanOrEqualTo(ends.get(partition));
            }
        });
        assertThat(admin.post("/api/v1/apps?start=then", "{}").expect(400).toString())
                .contains("everything");
        assertThat(admin.post("/api/v1/apps", body()).expect(409).toString()).contains("There is an app");
    }

    @Test
    void aDryRunTellsWhatWouldBeSentAndSendsNothing() {
        client.post("/Users", "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"ada\"}")
                .expect(201);
        create("?start=now");

        JsonNode told = admin.post(replays() + "/dry-run", "{\"from_time\": \"2026-01-01T00:00:00Z\"}")
                .expect(200);

        assertThat(told.get("is_complete").booleanValue()).isTrue();
        assertThat(told.get("requests").get("message").intValue()).isEqualTo(1);
        assertThat(text(told.get("listed").get(0), "resource_type")).isEqualTo("user");
        assertThat(told.get("listed").get(0).get("is_known_to_app").booleanValue())
                .isFalse();
        assertThat(admin.get(replays()).expect(200)).isEmpty();
    }

    @Test
    void aDryRunOfAScimAppLeavesOutWhatOnlyTellsAnOutcome() {
        client.post(
                        "/Users",
                        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"eve\"}",
                        "Prefer",
                        "respond-async")
                .expect(202);
        await().until(() -> client.get("/Users").expect(200).get("totalResults").intValue() == 1);
        admin.post("/api/v1/apps?start=now", """
                {"id": "%s", "kind": "scim", "name": "Directory", "url": "https://apps.example.com/scim",
                 "secret": "s3cret", "connections": ["%s"]}""".formatted(app, client.connection()))
                .expect(201);

        JsonNode told = admin.post(replays() + "/dry-run", "{\"from_time\": \"2026-01-01T00:00:00Z\"}")
                .expect(200);

        assertThat(told.get("requests").toString()).isEqualTo("{\"create\":1}");
    }

    /** As the workers write it. */
    private void publishState() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        UserState ada = UserState.newBuilder()
                .setConnection(client.connection())
                .setId("u1")
                .setVersion(1)
                .setSequence(1)
                .setCreated(now)
                .setLastModified(now)
                .setAttributes(User.newBuilder().setUserName("ada").build())
                .build();
        stage.bean(RecordPublisher.class)
                .publish(Topics.USERS, Keys.resource(client.connection(), "u1"), ada, List.of())
                .join();
    }

    private void create(String query) {
        admin.post("/api/v1/apps" + query, body()).expect(201);
    }

    private String body() {
        return """
                {"id": "%s", "kind": "webhook", "name": "Hook", "url": "https://apps.example.com",
                 "connections": ["%s"]}""".formatted(app, client.connection());
    }

    private String replays() {
        return "/api/v1/apps/" + app + "/replays";
    }

    private static String path(String id) {
        return "/api/v1/replays/" + id;
    }

    private ReplaySetting setting(String id) {
        return stage.settings().replay(id).orElseThrow().value();
    }

    private static String text(JsonNode object, String member) {
        return object.get(member).stringValue();
    }
}
