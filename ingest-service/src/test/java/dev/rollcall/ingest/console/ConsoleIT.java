package dev.rollcall.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.Cable;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.HttpCalls.Answer;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.delivery.AppStatus;
import dev.rollcall.schemas.delivery.AppStatus.State;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console's pages, as they are served. */
class ConsoleIT {

    private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"};
    private static final String[] HTML = {"Accept", "text/html"};
    private static final Pattern TOKEN = Pattern.compile("<code>(rc_[^<]+)</code>");

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();

    @Test
    void leadsFromANewConnectionToItsFirstMembership() {
        String id = UUID.randomUUID().toString();
        Answer made = admin.post("/console/connections", "id=" + id + "&name=Acme+%26+Co&profile=pingone", FORM);
        assertThat(made.status()).isEqualTo(200);
        String base = stage.url() + "/scim/v2/" + id;
        assertThat(body(made)).contains("Acme &amp; Co", base, "username Eq &quot;%s&quot;", "not seen yet");
        Matcher token = TOKEN.matcher(body(made));
        assertThat(token.find()).isTrue();
        assertThat(body(admin.get("/console/connections/" + id, HTML))).doesNotContain(token.group(1));

        var scim = new HttpCalls(base, token.group(1));
        scim.list("/Users", "username Eq \"jdoe\"").expect(200);
        String user = scim.post("/Users", "{\"userName\": \"jdoe\"}").id();
        String group = scim.post("/Groups", "{\"displayName\": \"Eng\"}").id();
        scim.put("/Groups/" + group, "{\"displayName\": \"Eng\", \"members\": [{\"value\": \"" + user + "\"}]}")
                .expect(200);

        String progress = "/console/connections/" + id + "/progress";
        await().untilAsserted(() -> assertThat(states(body(admin.get(progress, HTML))))
                .isEqualTo("authenticated done, lookup done, user done, group done, membership done, deactivation "));
    }

    @Test
    void listsAppsWhileMongoDbIsAway() {
        stage.app("Wiki", stage.connection().connection());
        int mongodb = URI.create(stage.backend().mongodbUri()).getPort();
        try (var cable = new Cable(mongodb);
                var context = stage.start(
                        Map.of("spring.mongodb.uri", "mongodb://localhost:" + cable.port() + "/rollcall"))) {
            cable.cut();

            Answer apps = new HttpCalls(Stage.url(context), Stage.ADMIN_TOKEN).get("/console/apps", HTML);

            assertThat(apps.status()).as(body(apps)).isEqualTo(200);
            assertThat(body(apps))
                    .contains("Wiki", "not known now", "nor whether something is held")
                    .doesNotContain("nothing sent yet");
        }
    }

    /** Each step and its state, in order. */
    private static String states(String fragment) {
        return Pattern.compile(
                        "class=\"check ([a-z]+)\"[^>]*id=\"check-([a-z]+)\"|id=\"check-([a-z]+)\" class=\"check ([a-z]+)\"")
                .matcher(fragment)
                .results()
                .map(found -> found.group(1) != null
                        ? found.group(2) + " " + found.group(1)
                        : found.group(3) + " " + found.group(4))
                .map(state -> state.replace(" open", " "))
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    @Test
    void tellsWhatIsWrongWithAForm() {
        Answer refused = admin.post("/console/connections", "id=" + UUID.randomUUID() + "&name=&profile=pingone", FORM);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(body(refused)).contains("name");
        String id = stage.connection().connection();
        Answer provider = admin.post(
                "/console/connections/" + id + "/sign-in",
                "clientId=c&clientSecret=s3cr3t-of-the-client&environment=nope&region=eu&discoveryUrl=",
                FORM);
        assertThat(provider.status()).isEqualTo(400);
        assertThat(body(provider)).contains("The environment ID must be").doesNotContain("s3cr3t-of-the-client");
        assertThat(admin.post("/console/access", "name=x&role=admin&kind=email&claim=&value=", FORM)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void rotatesACredentialAndRevokesIt() {
        HttpCalls scim = stage.connection();
        String page = "/console/connections/" + scim.connection() + "/credentials";
        scim.get("/Users").expect(200);
        String id = admin.get("/api/v1/connections/" + scim.connection() + "/credentials")
                .expect(200)
                .get(0)
                .get("id")
                .stringValue();
        assertThat(body(admin.get(page, HTML))).contains("bearer token", "Rotate", id);

        String rotated = body(admin.post(page + "/" + id + "/rotate", "", FORM));
        Matcher token = TOKEN.matcher(rotated);
        assertThat(token.find()).isTrue();
        assertThat(rotated).contains("shown only this once", "in 23 h");
        assertThat(body(admin.get(page, HTML))).doesNotContain(token.group(1));
        scim.withToken(token.group(1)).get("/Users").expect(200);
        scim.get("/Users").expect(200);

        assertThat(admin.post(page + "/" + id + "/revoke", "", FORM).status()).isEqualTo(303);
        assertThat(body(admin.get(page, HTML))).doesNotContain(id);
        scim.get("/Users").expect(401);
        assertThat(admin.post(page + "/" + id + "/revoke", "", FORM).status()).isEqualTo(404);
    }

    @Test
    void keepsAProviderAndNeverShowsItsSecret() {
        String id = stage.connection().connection();
        String path = "/console/connections/" + id + "/sign-in";
        String form = "clientId=c&environment=" + UUID.randomUUID() + "&region=eu&discoveryUrl=";
        assertThat(body(admin.post(path, form + "&clientSecret=s3cr3t-of-the-client", FORM)))
                .contains("Saved.");
        assertThat(body(admin.get(path, HTML)))
                .contains("/login/oauth2/code/" + id, "One is kept, sealed")
                .doesNotContain("s3cr3t-of-the-client");
    }

    @Test
    void showsEveryCallAndItsWay() {
        HttpCalls scim = stage.connection();
        String user = scim.post("/Users", "{\"userName\": \"somebody\"}").id();
        scim.list("/Users", "nope eq \"x\"").expectError(400, "invalidFilter");
        String log = "/console/connections/" + scim.connection() + "/requests";
        await().untilAsserted(() -> assertThat(body(admin.get(log, HTML)))
                .contains("POST", "names nope", "applied")
                .doesNotContain("somebody"));
        assertThat(body(admin.get(log + "?status=4xx", HTML))).doesNotContain("<b>POST</b>");
        Answer wrong = admin.get(log + "?resource=somebody", HTML);
        assertThat(wrong.status()).isEqualTo(400);

        Matcher link = Pattern.compile("href=\"(" + log + "/[0-9a-f-]+)\"")
                .matcher(body(admin.get(log + "?method=POST", HTML)));
        assertThat(link.find()).isTrue();
        assertThat(body(admin.get(link.group(1), HTML)))
                .contains("Change 1", user)
                .doesNotContain("somebody");
        assertThat(admin.get(log + "/" + UUID.randomUUID(), HTML).status()).isEqualTo(404);
    }

    @Test
    void addsAndDeletesAPolicy() {
        String name = "P" + UUID.randomUUID();
        Answer added =
                admin.post("/console/access", "name=" + name + "&role=viewer&kind=domain&value=example.com", FORM);
        assertThat(added.status()).isEqualTo(303);
        String page = body(admin.get("/console/access", HTML));
        assertThat(page).contains(name, "example.com");
        Matcher delete = Pattern.compile(name + ".*?action=\"(/console/access/[^\"]+/delete)\"", Pattern.DOTALL)
                .matcher(page);
        assertThat(delete.find()).isTrue();
        admin.post(delete.group(1), "", FORM);
        assertThat(body(admin.get("/console/access", HTML))).doesNotContain(name);
    }

    @Test
    void forgetsWhatWentWrongOnceItGoesRightAgain() {
        HttpCalls scim = stage.connection();
        String progress = "/console/connections/" + scim.connection() + "/progress";
        for (int i = 0; i < 2; i++) {
            scim.get("/Users").expect(200);
            await().untilAsserted(() ->
                    assertThat(states(body(admin.get(progress, HTML)))).startsWith("authenticated done"));
            scim.withToken("an-old-token").get("/Users").expect(401);
            await().untilAsserted(() ->
                    assertThat(states(body(admin.get(progress, HTML)))).startsWith("authenticated wrong"));
        }
    }

    @Test
    void showsAppsAndHowTheyDo() {
        HttpCalls scim = stage.connection();
        String id = "a" + UUID.randomUUID().toString().substring(1);
        admin.post("/api/v1/apps", """
                {"id": "%s", "name": "Payroll %s", "kind": "webhook", "url": "https://payroll.example.com/hook",
                 "connections": ["%s"]}""".formatted(id, id, scim.connection())).expect(201);
        String page = "/console/apps/" + id;
        assertThat(body(admin.get(page, HTML)))
                .contains("Payroll " + id, "Nothing sent yet", "webhook", scim.connection());
        var refused =
                new AppStatus(id, State.OPEN, null, 401, "It answered 401. Mend <it>.", 7, Instant.now(), 0, null);
        try (var mongo = stage.mongo()) {
            mongo.getDatabase("rollcall").getCollection(AppStatus.COLLECTION).insertOne(refused.toDocument());
        }
        assertThat(body(admin.get(page, HTML)))
                .contains("Failing, will be tried again", "It answered 401. Mend &lt;it&gt;.", ">7<");
        assertThat(body(admin.get("/console/apps", HTML)))
                .contains("Apps", "curl -X POST <span>" + stage.url() + "/api/v1/apps</span>");
        assertThat(admin.get("/console/apps/none", HTML).status()).isEqualTo(404);
    }

    @Test
    void leadsBackToTheConnectionWhereAHoldCannotBeDecidedAbout() {
        String connection = "/console/connections/" + stage.connection().connection();
        Answer refused = admin.post(connection + "/hold", "hold=none&last=1&outcome=release&reason=Looked", FORM);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(body(refused)).contains("Nothing was decided", "href=\"" + connection + "\"");
    }

    @Test
    void sendsStrangersToTheSignInPage() {
        Answer asked = new HttpCalls(stage.url(), null).get("/console", HTML);
        assertThat(asked.status()).isEqualTo(303);
        assertThat(asked.header("Location")).startsWith("/login?return=");
    }

    private static String body(Answer answer) {
        return answer.response().body();
    }
}
