package dev.rollcall.ingest.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Cause;
import dev.rollcall.event.Headcount;
import dev.rollcall.event.Hold;
import dev.rollcall.event.HoldDecision;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.schemas.decide.EventUris;
import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.directory.Headcounts;
import dev.rollcall.schemas.topic.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Holds, as operators see them and decide about them. */
class HoldApiIT {

    private static final String HOLDS = "/api/v1/holds";
    private static final long FIRST = 7;
    private static final int MOST_PAGES = 20;

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final String connection = stage.connection().connection();
    private final String app = stage.app("CRM", connection);
    private final String id = connection + "-" + FIRST;

    /** Two leave, one of them for good later, and somebody comes; before that and after that nothing is held. */
    @BeforeEach
    void hold() throws Exception {
        publish(6, "u0", true, false, null);
        publish(FIRST, "u1", true, false, FIRST);
        publish(8, "u2", true, null, FIRST);
        publish(9, "u3", null, true, FIRST);
        publish(10, "u1", false, null, FIRST);
        project(new Hold(FIRST, 10L, Instant.now().truncatedTo(ChronoUnit.MILLIS), 51, 200L, 4L, 2L));
    }

    @AfterEach
    void remove() {
        stage.bean(DirectoryCollections.class).headcounts().deleteOne(new Document("_id", connection));
        admin.delete("/api/v1/apps/" + app);
    }

    @Test
    void showsWhatWaitsAndWhomItWouldHit() {
        JsonNode hold = listed("open");
        assertThat(hold.get("left").intValue()).isEqualTo(51);
        assertThat(hold.get("share_percent").intValue()).isEqualTo(25);
        assertThat(hold.get("apps").toString()).contains(app);

        JsonNode first = admin.get(HOLDS + "/" + id + "?limit=1").expect(200);
        assertThat(first.get("people")).hasSize(1);
        assertThat(first.get("people").get(0).get("user_name").stringValue()).isEqualTo("u1@example.com");
        assertThat(first.get("people").get(0).get("effect").stringValue()).isEqualTo("deactivated");
        JsonNode second = admin.get(HOLDS + "/" + id + "?limit=50&cursor="
                        + first.get("next_cursor").stringValue())
                .expect(200);
        assertThat(second.get("people")).hasSize(1);
        assertThat(second.get("people").get(0).get("id").stringValue()).isEqualTo("u2");
        assertThat(second.get("people").get(0).get("effect").stringValue()).isEqualTo("deleted");
        assertThat(second.has("next_cursor")).isFalse();
        assertThat(admin.get("/actuator/prometheus").response().body())
                .containsPattern("(?m)^rollcall_holds(\\{.*})? [1-9]");
    }

    @Test
    void isDecidedAboutOnceByWhoHasSeenAllOfItAndSaysWhy() {
        admin.post(HOLDS + "/" + id + "/release", "{}").expect(400);
        assertThat(admin.post(HOLDS + "/" + id + "/release", "{\"reason\": \"Fine\", \"last_sequence\": 9}")
                        .expect(409)
                        .toString())
                .contains("10");
        admin.post(HOLDS + "/nobody-1/release", "{\"reason\": \"Fine\"}").expect(404);
        admin.withToken("no-admin-token-at-all")
                .post(HOLDS + "/" + id + "/release", "{\"reason\": \"Fine\"}")
                .expect(401);

        JsonNode done = admin.post(
                        HOLDS + "/" + id + "/discard", "{\"reason\": \"A wrong rule\", \"last_sequence\": 10}")
                .expect(200);
        assertThat(done.get("note").stringValue()).contains("next change");

        HoldDecision decision = stage.settings().hold(id).orElseThrow().value();
        assertThat(decision.getOutcome()).isEqualTo(HoldOutcome.DISCARDED);
        assertThat(decision.getOperator()).isEqualTo("admin-token");
        assertThat(decision.getReason()).isEqualTo("A wrong rule");
        admin.post(HOLDS + "/" + id + "/release", "{\"reason\": \"Fine\"}").expect(409);
        assertThat(listed("discarded").get("reason").stringValue()).isEqualTo("A wrong rule");
        assertThat(admin.get(HOLDS + "?state=open").expect(200).toString()).doesNotContain(id);
        assertThat(admin.get(HOLDS + "/" + id).expect(200).get("people")).hasSize(2);
    }

    @Test
    void isToldWhereConnectionsAndAppsAreListed() {
        String[] html = {"Accept", "text/html"};
        assertThat(admin.get("/console/apps", html).response().body())
                .contains("Apps get nothing of", "href=\"/console/connections/" + connection + "\"");
        assertThat(IntStream.rangeClosed(1, MOST_PAGES)
                        .mapToObj(page -> admin.get("/console?page=" + page, html))
                        .anyMatch(page -> page.response().body().contains("held: too many left")))
                .isTrue();
    }

    @Test
    void isShownOnTheConnectionsPageAndReleasedThere() {
        String page = "/console/connections/" + connection;
        assertThat(admin.get(page, "Accept", "text/html").response().body())
                .contains("51 of 200 users left", "Release", id)
                .contains(
                        "Whom it would hit: 2",
                        "u1@example.com</bdi></a>, <span>deactivated",
                        connection + "/people/u2");

        var released = admin.post(
                page + "/hold",
                "hold=" + id + "&last=10&outcome=release&reason=Fine",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept",
                "text/html");

        assertThat(released.status()).as(released.response().body()).isEqualTo(303);
        assertThat(stage.settings().hold(id).orElseThrow().value().getOutcome()).isEqualTo(HoldOutcome.RELEASED);
        assertThat(admin.get(page, "Accept", "text/html").response().body()).doesNotContain("users left");
    }

    @Test
    void aConnectionSaysWhenItsChangesAreHeld() {
        String path = "/api/v1/connections/" + connection;
        assertThat(admin.get(path).expect(200).get("mass_change_hold").toString())
                .isEqualTo("{\"enabled\":true,\"share_percent\":20,\"minimum\":50,\"window_minutes\":60}");

        JsonNode patched = admin.patch(path, "{\"mass_change_hold\": {\"minimum\": 5, \"enabled\": false}}")
                .expect(200);

        assertThat(patched.get("mass_change_hold").toString())
                .isEqualTo("{\"enabled\":false,\"share_percent\":20,\"minimum\":5,\"window_minutes\":60}");
        assertThat(admin.patch(path, "{\"mass_change_hold\": {\"share_percent\": 100}}")
                        .expect(400)
                        .toString())
                .contains("mass_change_hold.share_percent");
        assertThat(admin.patch(path, "{\"mass_change_hold\": null}")
                        .expect(200)
                        .get("mass_change_hold")
                        .get("minimum")
                        .intValue())
                .isEqualTo(50);
    }

    private JsonNode listed(String state) {
        var found = new ArrayList<JsonNode>();
        admin.get(HOLDS + "?state=" + state).expect(200).get("holds").forEach(hold -> {
            if (hold.get("id").stringValue().equals(id)) {
                found.add(hold);
            }
        });
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private void project(Hold hold) {
        stage.bean(DirectoryCollections.class)
                .headcounts()
                .insertOne(Headcounts.document(
                        new Headcount(connection, hold.getLast(), Instant.EPOCH, 149L, List.of(), hold)));
    }

    private void publish(
            long sequence, String user, @Nullable Boolean before, @Nullable Boolean after, @Nullable Long hold)
            throws Exception {
        IdentityChange change = IdentityChange.newBuilder()
                .setId(connection + "-txn-" + sequence + "-0")
                .setConnection(connection)
                .setSequence(sequence)
                .setTime(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setKind(EventUris.PUT)
                .setResourceType(ResourceType.USER)
                .setResource(user)
                .setVersion(1)
                .setBefore(before == null ? null : state(user, before))
                .setAfter(after == null ? null : state(user, after))
                .setTxn(connection + "-txn-" + sequence)
                .setCause(Cause.REQUEST)
                .setHold(hold)
                .build();
        stage.bean(RecordPublisher.class)
                .publish(Topics.CHANGES, connection, change, List.of())
                .get(20, TimeUnit.SECONDS);
    }

    private UserState state(String user, boolean active) {
        return UserState.newBuilder()
                .setConnection(connection)
                .setId(user)
                .setVersion(1)
                .setSequence(1)
                .setCreated(Instant.EPOCH)
                .setLastModified(Instant.EPOCH)
                .setAttributes(User.newBuilder()
                        .setUserName(user + "@example.com")
                        .setActive(active)
                        .build())
                .build();
    }
}
