package dev.rollcall.ingest.browser;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.FindingState;
import dev.rollcall.schemas.drift.RunState;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What operators look at: people in apps that took them, wait for them and refused them. */
final class OperatorPages {

    private static final String CAUSE = "http-422 invalidValue";

    private final Stage stage;
    final HttpCalls scim;
    final String user;
    final String group;
    final String payroll;
    final String wiki;
    final String letter;
    final String sso;
    private final String crm;

    OperatorPages(Stage stage) {
        this.stage = stage;
        this.scim = stage.connection();
        this.payroll = stage.app("Payroll", scim.connection());
        this.wiki = stage.app("Wiki", scim.connection());
        this.crm = stage.app("CRM", scim.connection());
        this.sso = stage.admin()
                .post("/api/v1/apps", """
                        {"kind": "scim", "name": "SSO", "url": "https://sso.example.com/scim/v2", "secret": "s",
                         "connections": ["%s"]}""".formatted(scim.connection()))
                .expect(201)
                .get("id")
                .stringValue();
        this.user = scim.post("/Users", """
                {"userName": "grace.hopper@example.com", "externalId": "staff-4711", "displayName": "Grace Hopper",
                 "name": {"givenName": "Grace", "familyName": "Hopper"}, "title": "Rear Admiral",
                 "emails": [{"value": "grace.hopper@example.com", "type": "work", "primary": true}]}""").id();
        this.group = scim.post("/Groups", "{\"displayName\": \"Engineers\"}").id();
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
        paths.put("group", pages.group());
        paths.put("group-then", pages.group() + "/then?sequence=3");
        paths.put("forget", pages.person() + "/erasure");
        paths.put("forgotten", pages.forgotten());
        paths.put("dead-letters", "/console/dead-letters");
        paths.put(
                "dead-letters-of-cause",
                "/console/dead-letters/cause?fault=resource&cause=" + CAUSE.replace(" ", "%20") + "&app=" + pages.wiki);
        paths.put("dead-letter", "/console/dead-letters/" + pages.letter);
        String rebuild = stage.admin()
                .post("/api/v1/rebuilds", "{\"reason\": \"In doubt\"}")
                .expect(202)
                .get("id")
                .stringValue();
        stage.admin().post("/api/v1/rebuilds/" + rebuild + "/cancel", "{}").expect(200);
        String replay = stage.admin()
                .post(
                        "/api/v1/apps/" + pages.wiki + "/replays",
                        "{\"failed\": true, \"reason\": \"The rule is mended\"}")
                .expect(201)
                .get("id")
                .stringValue();
        String sso = "/console/apps/" + pages.sso;
        String run = pages.reconciled();
        paths.put("recovery", "/console/recovery");
        paths.put("rebuild", "/console/recovery/rebuilds/" + rebuild);
        paths.put("replays", sso + "/replays?user=" + pages.user);
        paths.put("replay", "/console/replays/" + replay);
        paths.put("reconciliations", sso + "/reconciliations");
        paths.put("reconciliation", sso + "/reconciliations/" + run);
        return paths;
    }

    /** A reconciliation that a worker has ended. */
    String reconciled() {
        String run = stage.admin()
                .post("/api/v1/apps/" + sso + "/reconciliations", "{\"reason\": \"Audit\"}")
                .expect(202)
                .get("id")
                .stringValue();
        end(run);
        return run;
    }

    /** Ends a reconciliation as a worker does, with two findings. */
    void end(String run) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var counts = new DriftRun.Counts(2, 100, 0, 98, 0, 100, 0, 0, 0, 0, false, false);
        var found = Map.of(FindingKind.DIFFERENT, 1L, FindingKind.EXTRA, 1L);
        MongoDatabase database = stage.bean(MongoDatabase.class);
        database.getCollection(Finding.COLLECTION)
                .insertMany(List.of(
                        finding(run, FindingKind.DIFFERENT, FindingCause.CHANGED, user, now)
                                .toDocument(),
                        finding(run, FindingKind.EXTRA, FindingCause.FOREIGN, null, now)
                                .toDocument()));
        database.getCollection(DriftRun.COLLECTION)
                .insertOne(new DriftRun(
                                run,
                                sso,
                                RunState.DONE,
                                1,
                                now,
                                "admin-token",
                                "Audit",
                                now,
                                now,
                                null,
                                counts,
                                found,
                                null,
                                null)
                        .toDocument());
    }

    private Finding finding(String run, FindingKind kind, FindingCause cause, @Nullable String resource, Instant now) {
        return new Finding(
                run,
                kind,
                cause,
                ResourceType.USER,
                resource == null ? null : scim.connection(),
                resource,
                "r-" + kind,
                resource == null ? List.of() : List.of("title"),
                0,
                0,
                1,
                FindingState.OPEN,
                null,
                now);
    }

    /** How far a partition of a rebuild is, as a worker tells it. */
    void tell(String rebuild, int partition, PartitionProgress.Stage at, long read) {
        int generation = Integer.parseInt(rebuild);
        var progress = new PartitionProgress(
                generation,
                partition,
                2,
                at,
                read,
                1_000,
                read,
                50,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                List.of(),
                List.of(),
                List.of(),
                null);
        stage.bean(MongoDatabase.class)
                .getCollection(PartitionProgress.COLLECTION)
                .replaceOne(
                        Filters.eq("_id", PartitionProgress.id(generation, partition)),
                        progress.toDocument(),
                        new ReplaceOptions().upsert(true));
    }

    String person() {
        return "/console/connections/" + scim.connection() + "/people/" + user;
    }

    String group() {
        return "/console/connections/" + scim.connection() + "/groups/" + group;
    }

    /** Of somebody whom no app is waited for. */
    private String forgotten() {
        String gone = scim.post("/Users", "{\"userName\": \"gone\"}").id();
        stage.admin()
                .post("/api/v1/directory/users/" + gone + "/erasure", """
                        {"connection": "%s", "reason": "Case 4711", "force": true}""".formatted(scim.connection()))
                .expect(200);
        return "/console/connections/" + scim.connection() + "/people/" + gone + "/erasure";
    }

    List<String> apps() {
        return List.of(payroll, wiki, crm, sso);
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
