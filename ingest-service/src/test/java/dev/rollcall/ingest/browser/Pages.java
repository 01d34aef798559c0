package dev.rollcall.ingest.browser;

import static org.awaitility.Awaitility.await;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.ingest.activity.RequestLog;
import dev.rollcall.ingest.activity.RequestQuery;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.AppStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Every page of the console, with something on it. */
public final class Pages {

    private static final int CALLS = 7;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final String app = "app-" + UUID.randomUUID().toString().substring(0, 8);
    private final HttpCalls scim = stage.connection();

    private Pages() {}

    /** Paths by name, for whoever is signed in as an administrator. */
    public static Map<String, String> paths() {
        var pages = new Pages();
        pages.push();
        pages.makeApp();
        pages.admin.post(
                "/console/access", "name=Admins&role=admin&kind=domain&value=pages.example", "Content-Type", FORM);
        String connection = "/console/connections/" + pages.scim.connection();
        pages.admin.post(
                connection + "/sign-in",
                "clientId=c&clientSecret=s&environment=" + UUID.randomUUID() + "&region=eu&discoveryUrl=",
                "Content-Type",
                FORM);
        var paths = new LinkedHashMap<String, String>();
        paths.put("connections", "/console");
        paths.put("new-connection", "/console/connections/new");
        paths.put("guide", connection);
        paths.put("requests", connection + "/requests");
        paths.put("requests-misasked", connection + "/requests?resource=nobody");
        paths.put("request", connection + "/requests/" + pages.call("POST"));
        paths.put("credentials", connection + "/credentials");
        paths.put("sign-in", connection + "/sign-in");
        paths.put("access", "/console/access");
        paths.put("apps", "/console/apps");
        paths.put("app", "/console/apps/" + pages.app);
        paths.put("new-app", "/console/apps/new");
        paths.put("new-app-scim", "/console/apps/new?kind=scim");
        paths.put("new-app-webhook", "/console/apps/new?kind=webhook");
        paths.put("app-change", "/console/apps/" + pages.app + "/change");
        paths.put("app-preview", "/console/apps/" + pages.app + "/preview");
        paths.putAll(OperatorPages.paths(pages.stage));
        paths.put("login", "/login");
        paths.put("nothing", "/console/nothing");
        return paths;
    }

    private void push() {
        scim.withToken("not-the-token").list("/Users", "username Eq \"ada\"");
        scim.list("/Users", "username Eq \"ada\"").expect(200);
        String user = scim.post("/Users", """
                {"userName": "ada", "active": "true", "name": {"givenName": "Ada"}}""").id();
        String group = scim.post("/Groups", "{\"displayName\": \"Engineers\"}").id();
        scim.put("/Groups/" + group, """
                {"displayName": "Engineers", "members": [{"value": "%s"}]}""".formatted(user)).expect(200);
        scim.list("/Users", "nope eq \"x\"").expectError(400, "invalidFilter");
        scim.post("/Users", "{\"userName\": \"ada\"}").expectError(409, "uniqueness");
        await().until(() -> stage.bean(RequestLog.class)
                        .list(RequestQuery.newest(scim.connection(), CALLS))
                        .entries()
                        .size()
                == CALLS);
    }

    private void makeApp() {
        admin.post("/api/v1/apps", """
                {"id": "%s", "name": "Payroll", "kind": "scim", "url": "https://payroll.example.com/scim/v2",
                 "secret": "a-token", "connections": ["%s"]}""".formatted(app, scim.connection())).expect(201);
        var status = new AppStatus(
                app,
                AppStatus.State.OPEN,
                DeliveryOutcome.DELIVERED,
                401,
                "The app answered 401: it doesn't take the token any more. Save the app with a new secret.",
                3,
                Instant.now(),
                0,
                null);
        try (var mongo = stage.mongo()) {
            mongo.getDatabase("rollcall").getCollection(AppStatus.COLLECTION).insertOne(status.toDocument());
        }
    }

    private String call(String method) {
        return stage.bean(RequestLog.class).list(RequestQuery.newest(scim.connection(), CALLS)).entries().stream()
                .filter(entry -> entry.getMethod().equals(method))
                .reduce((_, oldest) -> oldest)
                .orElseThrow()
                .getId();
    }
}
