package dev.rollcall.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.HttpCalls.Answer;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A person is forgotten from their page, once somebody has seen what that does. */
class ErasurePagesIT {

    private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"};
    private static final String[] HTML = {"Accept", "text/html"};

    /** Behind all changes of the person. */
    private static final long SEQUENCE = 9;

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final HttpCalls scim = stage.connection();
    private final String name = Roll.name();
    private final String user = new Roll(scim).user(name);
    private final String person = "/console/connections/" + scim.connection() + "/people/" + user;
    private final String erasure = person + "/erasure";

    @Test
    void tellsWhatIsGoneAndWhatRemainsUntilWhen() {
        assertThat(page(person)).contains("href=\"" + erasure + "\"");
        assertThat(page(erasure)).contains("Forget <bdi>" + name, "there is no way back", "name=\"confirm\"");

        scim.delete("/Users/" + user).expect(204);
        stage.settings().apps().forEach(app -> settle(app.id()));
        Answer asked = admin.post(erasure, "reason=Case+4711&confirm=true", FORM);

        assertThat(asked.status()).isEqualTo(303);
        assertThat(asked.header("Location")).isEqualTo(erasure);
        await().untilAsserted(() -> assertThat(page(erasure))
                .contains(
                        "The person is forgotten.",
                        "Asked for by",
                        "“Case 4711”",
                        "<code>change_positions</code>",
                        "<code>identity.changes</code>",
                        "Gone at the latest",
                        "/api/v1/directory/users/" + user + "/erasure/statement?connection=" + scim.connection())
                .doesNotContain(name, "hx-get"));
        assertThat(admin.get(
                                "/api/v1/directory/users/" + user + "/erasure/statement?connection="
                                        + scim.connection(),
                                "Accept",
                                "text/html,*/*;q=0.8")
                        .status())
                .isEqualTo(200);
        assertThat(admin.get(person, HTML).header("Location")).isEqualTo(erasure);
        assertThat(admin.post("/console/people", "connection=" + scim.connection() + "&who=" + user, FORM)
                        .header("Location"))
                .isEqualTo(person);
    }

    @Test
    void forgetsNobodyWithoutAReasonThatNamesNobodyAndAConfirmation() {
        Answer unconfirmed = admin.post(erasure, "reason=Case+4711", FORM);
        Answer unreasoned = admin.post(erasure, "confirm=true&reason=", FORM);
        Answer naming = admin.post(erasure, "confirm=true&reason=" + name + "+asked+for+it", FORM);

        assertThat(unconfirmed.status()).isEqualTo(400);
        assertThat(unconfirmed.response().body()).contains("id=\"confirm-wrong\"", "value=\"Case 4711\"");
        assertThat(unreasoned.status()).isEqualTo(400);
        assertThat(unreasoned.response().body()).contains("id=\"reason-wrong\">Say why");
        assertThat(naming.status()).isEqualTo(400);
        assertThat(naming.response().body()).contains("id=\"reason-wrong\">reason names the person");
        scim.get("/Users/" + user).expect(200);
    }

    @Test
    void saysWhichAppsAreWaitedForAndGoesOnWithoutThem() {
        stage.app("CRM", scim.connection());
        assertThat(page(erasure)).contains("and from", "CRM");

        admin.post(erasure, "reason=Case+4711&confirm=true", FORM);

        assertThat(page(erasure))
                .contains("What it waits for", "CRM", "hx-get=\"" + erasure + "/progress?state=requested\"")
                .contains("Go on without waiting for apps");
        assertThat(page(person)).contains("They are being forgotten.").doesNotContain("Forget this person");
        assertThat(page(erasure + "/progress?state=requested")).contains("CRM").doesNotContain("<html");
        assertThat(admin.post(erasure, "reason=Case+4711&confirm=true&force=true", FORM)
                        .status())
                .isEqualTo(303);
        assertThat(page(erasure)).contains("<strong>purging</strong>", "What is gone");
        assertThat(admin.get(erasure + "/progress?state=requested", HTML).header("HX-Refresh"))
                .isEqualTo("true");
    }

    private void settle(String app) {
        var entry = LedgerEntry.none(app, ResourceType.USER, scim.connection(), user)
                .settled(SEQUENCE, DeliveryOutcome.DELIVERED, 1, 200, Instant.now())
                .toDocument();
        stage.bean(MongoDatabase.class)
                .getCollection(LedgerEntry.COLLECTION)
                .replaceOne(Filters.eq("_id", entry.get("_id")), entry, new ReplaceOptions().upsert(true));
    }

    private String page(String path) {
        Answer answer = admin.get(path, HTML);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.response().body();
    }
}
