package dev.rollcall.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Where there are many apps, pages show first what has to be looked at. */
class ManyAppsIT {

    private static final int MANY = 32;
    private static final String[] HTML = {"Accept", "text/html"};

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final HttpCalls scim = stage.connection();
    private final String user = new Roll(scim).user(Roll.name());

    @Test
    void whatWasGivenUpComesFirstAndWhatIsDisabledIsFoldedAway() {
        String disabled = app(", \"enabled\": false");
        for (int i = 2; i < MANY; i++) {
            app("");
        }
        String failing = app("");
        stage.bean(MongoDatabase.class)
                .getCollection(LedgerEntry.COLLECTION)
                .insertOne(LedgerEntry.none(failing, ResourceType.USER, scim.connection(), user)
                        .settled(1, DeliveryOutcome.FAILED, 1, 422, Instant.now())
                        .toDocument());

        String person = "/console/connections/" + scim.connection() + "/people/" + user;
        String page = admin.get(person, HTML).response().body();
        String forget = admin.get(person + "/erasure", HTML).response().body();

        assertThat(page.indexOf("id=\"app-")).isEqualTo(page.indexOf("id=\"app-" + failing));
        assertThat(page).containsPattern("<summary>\\d+ more</summary>");
        assertThat(page.indexOf("id=\"app-" + disabled)).isGreaterThan(page.indexOf(" more</summary>"));
        assertThat(forget).containsPattern("from <span>\\d+ apps</span>").containsPattern("and \\d+ more");
    }

    private String app(String more) {
        return admin.post("/api/v1/apps", """
                        {"kind": "webhook", "name": "App", "url": "https://apps.example.com", "connections": ["%s"]%s}""".formatted(scim.connection(), more))
                .expect(201)
                .get("id")
                .stringValue();
    }
}
