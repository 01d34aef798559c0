package dev.rollcall.ingest.browser;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.LedgerEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** What operators look at: people in apps that took them, wait for them and refused them. */
final class OperatorPages {

    private static final String CAUSE = "http-422 invalidValue";

    private final Stage stage;
    final HttpCalls scim;
    final String user;
    final String payroll;
    final String wiki;
    final String letter;
    private final String crm;

    OperatorPages(Stage stage) {
        this.stage = stage;
        this.scim = stage.connection();
        this.payroll = stage.app("Payroll", scim.connection());
        this.wiki = stage.app("Wiki", scim.connection());
        this.crm = stage.app("CRM", scim.connection());
        this.user = scim.post("/Users", """
                {"userName": "grace.hopper@example.com", "externalId": "e-4711", "displayName": "Grace Hopper",
                 "name": {"givenName": "Grace", "familyName": "Hopper"}, "title": "Rear Admiral",
                 "emails": [{"value": "grace.hopper@example.com", "type": "work", "primary": true}]}""").id();
        String group = scim.post("/Groups", "{\"displayName\": \"Engineers\"}").id();
        scim.put("/Groups/" + group, """
                {"displayName": "Engineers", "members": [{"value": "%s"}]}""".formatted(user)).expect(200);
        settle(payroll, 1, DeliveryOutcome.DELIVERED);
        settle(wiki, 1, DeliveryOutcome.FAILED);
        stage.deliveries(scim.connection()).settle(payroll, user, 1, DeliveryOutcome.DELIVERED);
        this.letter =
                stage.deliveries(scim.connection()).giveUp(wiki, user, 1, CAUSE).getId();
        await().until(() -> stage.admin()
                        .get("/api/v1/dead-letters?app=" + wiki)
                        .json()
                        .get("dead_letters")
                        .size()
                == 1);
    }

    static Map<String, String> paths(Stage stage) {
        var pages = new OperatorPages(stage);
        var paths = new LinkedHashMap<String, String>();
        paths.put("people", "/console/people");
        paths.put("person", pages.person());
        paths.put("person-then", pages.person() + "/then?sequence=1");
        paths.put("person-before", pages.person() + "/then?at=2020-01-01T00:00");
        paths.put("dead-letters", "/console/dead-letters");
        paths.put(
                "dead-letters-of-cause",
                "/console/dead-letters/cause?fault=resource&cause=" + CAUSE.replace(" ", "%20") + "&app=" + pages.wiki);
        paths.put("dead-letter", "/console/dead-letters/" + pages.letter);
        return paths;
    }

    String person() {
        return "/console/connections/" + scim.connection() + "/people/" + user;
    }

    List<String> apps() {
        return List.of(payroll, wiki, crm);
    }

    /** As a worker notes it. */
    void settle(String app, long sequence, DeliveryOutcome outcome) {
        Document entry = LedgerEntry.none(app, ResourceType.USER, scim.connection(), user)
                .settled(sequence, outcome, 1, 200, Instant.now())
                .toDocument();
        try (var mongo = stage.mongo()) {
            mongo.getDatabase("rollcall")
                    .getCollection(LedgerEntry.COLLECTION)
                    .replaceOne(Filters.eq("_id", entry.get("_id")), entry, new ReplaceOptions().upsert(true));
        }
    }
}
