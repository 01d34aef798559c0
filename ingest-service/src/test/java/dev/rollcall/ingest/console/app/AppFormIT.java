package dev.rollcall.ingest.console.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Setting;
import dev.rollcall.event.UpdateMethod;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.HttpCalls.Answer;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.setting.Settings;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Apps are made, changed, tried and ended in the console as they are by the API. */
class AppFormIT {

    private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"};
    private static final String[] HTML = {"Accept", "text/html"};
    private static final String CRON = "0 0 3 * * *";

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final HttpCalls scim = stage.connection();
    private final String id = UUID.randomUUID().toString();

    @Test
    void offersEachKindAndTheFieldsThatItHas() {
        assertThat(body(admin.get("/console/apps/new", HTML))).contains("kind=scim", "kind=webhook", "kind=set_poll");
        assertThat(body(admin.get("/console/apps/new?kind=scim", HTML)))
                .contains("id=\"url\"", "id=\"mapping\"", "id=\"reconcile\"")
                .doesNotContain("id=\"audience\"", "name=\"signature\"");
        assertThat(body(admin.get("/console/apps/new?kind=webhook", HTML)))
                .contains("name=\"signature\"", "id=\"url\"")
                .doesNotContain("id=\"mapping\"");
        assertThat(body(admin.get("/console/apps/new?kind=set_poll", HTML)))
                .contains("id=\"audience\"")
                .doesNotContain("id=\"url\"", "id=\"method\"");
    }

    @Test
    void makesAScimAppAsItWasTyped() {
        Answer made = create("scim", """
                url=https://wiki.example.com/scim/v2&method=client_credentials&client=rollcall&secret=s3cr3t&
                token-url=https://id.example.com/token&scope-users=active eq true&update=patch&deprovision=deactivate&
                per-second=20&reconcile=%s&mapping=userName = userName%%0Atitle = $uppercase(title)""".formatted(CRON));
        assertThat(made.status()).as(body(made)).isEqualTo(303);
        JsonNode app = admin.get("/api/v1/apps/" + id).expect(200);
        assertThat(app.toString())
                .contains("\"client_id\":\"rollcall\"", "\"update_method\":\"patch\"", "\"deprovision\":\"deactivate\"")
                .contains("\"users\":\"active eq true\"", "\"title\":\"$uppercase(title)\"", CRON, scim.connection())
                .contains("\"requests_per_second\":20")
                .doesNotContain("s3cr3t");
        assertThat(body(admin.get("/console/apps/" + id, HTML)))
                .contains("is deactivated there", "active eq true", "2 attributes");
        assertThat(create("scim", "url=https://wiki.example.com&method=none").status())
                .as("sent twice")
                .isEqualTo(303);
    }

    @Test
    void showsWhatIsMadeForAnAppThisOnce() {
        assertThat(body(create("webhook", "url=https://audit.example.com&method=none&signature=v1a")))
                .contains("Public key", "whpk_");
        Answer made = admin.post(
                "/console/apps", "id=" + UUID.randomUUID() + "&kind=set_poll&name=SIEM&start=now" + followed(), FORM);
        assertThat(made.status()).as(body(made)).isEqualTo(200);
        assertThat(body(made)).contains("Bearer token", "/poll", "shown only this once");
    }

    @Test
    void saysEachRefusalAtItsFieldAndLosesNothingThatWasTyped() {
        record Wrong(String kind, String field, String sent, String sentence) {}
        for (var wrong : List.of(
                new Wrong("scim", "url", "url=ftp://wiki.example.com&method=none", "The URL must be absolute"),
                new Wrong("scim", "url", "url=https://10.0.0.7&method=none", "The URL leads to 10.0.0.7"),
                new Wrong("scim", "secret", "url=https://w.example.com&method=bearer", "The secret"),
                new Wrong("scim", "client", "url=https://w.example.com&method=basic&secret=s", "The client id"),
                new Wrong(
                        "scim",
                        "token-url",
                        "url=https://w.example.com&method=client_credentials&client=c&secret=s",
                        "The token URL"),
                new Wrong("scim", "certificate", "url=https://w.example.com&method=certificate", "The certificate"),
                new Wrong("scim", "method", "url=https://w.example.com&method=magic", "The method must be one of"),
                new Wrong(
                        "scim",
                        "scope-users",
                        "url=https://w.example.com&method=none&scope-users=nope eq 1",
                        "Which users"),
                new Wrong(
                        "scim",
                        "scope-groups",
                        "url=https://w.example.com&method=none&scope-groups=displayName",
                        "Which groups"),
                new Wrong("scim", "mapping", "url=https://w.example.com&method=none&mapping=title", "Each line"),
                new Wrong("scim", "mapping", "url=https://w.example.com&method=none&mapping=title = title", "userName"),
                new Wrong("scim", "reconcile", "url=https://w.example.com&method=none&reconcile=PT1M", "The interval"),
                new Wrong(
                        "scim",
                        "per-second",
                        "url=https://w.example.com&method=none&per-second=0",
                        "Requests a second"),
                new Wrong(
                        "webhook", "trusted", "url=https://w.example.com&method=none&trusted=x", "The list of trusted"),
                new Wrong(
                        "set_push",
                        "audience",
                        "url=https://w.example.com&method=none&audience=" + "x".repeat(1001),
                        "The audience"),
                new Wrong("set_push", "name", "url=https://w.example.com&method=none&name=", "The name must"))) {
            Answer refused = create(wrong.kind, wrong.sent);
            assertThat(refused.status()).as(wrong.toString()).isEqualTo(400);
            assertThat(body(refused))
                    .as(wrong.toString())
                    .containsPattern("<a href=\"#" + wrong.field + "\">[^<]*" + wrong.sentence)
                    .containsPattern("<[a-z]+ [^>]*id=\"" + wrong.field
                            + "\"[^>]*aria-invalid=\"true\"[^>]*aria-describedby=\"" + wrong.field + "-wrong")
                    .containsPattern("id=\"" + wrong.field + "-wrong\">[^<]*" + wrong.sentence)
                    .contains("value=\"" + scim.connection() + "\" checked");
        }
        assertThat(admin.get("/api/v1/apps/" + id).status()).isEqualTo(404);
    }

    @Test
    void changesAnAppAndKeepsWhatWasNotTypedAgain() {
        create(
                "scim",
                "url=https://wiki.example.com&method=bearer&secret=s3cr3t&mapping=userName = userName%0Atitle = title");
        String page = body(admin.get("/console/apps/" + id + "/change", HTML));
        assertThat(page).contains("https://wiki.example.com", "title = title").doesNotContain("s3cr3t");
        String change = "name=Knowledge&url=https://wiki.example.com&method=bearer&mapping=userName = userName"
                + followed() + "&version=" + version(page);

        assertThat(change(change).status()).isEqualTo(303);
        assertThat(admin.get("/api/v1/apps/" + id).expect(200).toString())
                .contains("Knowledge", "\"mapping\":{\"userName\":\"userName\"}", "\"method\":\"bearer\"");
        Answer late = change(change + "&scope-users=active eq true");
        assertThat(late.status()).isEqualTo(412);
        assertThat(body(late))
                .contains("Somebody else changed the app", "active eq true", "href=\"/console/apps/" + id + "/change\"")
                .doesNotContain("ETag", version(page));
        assertThat(change(change.replace(version(page), version(body(late)))).status())
                .as("sent once more")
                .isEqualTo(303);
        Answer moved = change("name=Knowledge&url=https://elsewhere.example.com&method=bearer");
        assertThat(body(moved)).contains("id=\"secret-wrong\"", "must be given again");
    }

    @Test
    void changesNothingThatANewerVersionChose() {
        create("scim", "url=https://wiki.example.com&method=none");
        stage.bean(SettingsLog.class)
                .change(
                        Settings.appKey(id),
                        before -> Setting.newBuilder(Objects.requireNonNull(before))
                                .setApp(AppSetting.newBuilder(Objects.requireNonNull(before.getApp()))
                                        .setAuthentication(AppAuthentication.UNKNOWN)
                                        .setUpdateMethod(UpdateMethod.UNKNOWN)
                                        .setDeprovision(DeprovisionAction.UNKNOWN)
                                        .build())
                                .build())
                .block(Duration.ofSeconds(20));
        await().until(() ->
                body(admin.get("/console/apps/" + id + "/change", HTML)).split("value=\"unknown\" selected", -1).length
                        == 4);
        assertThat(body(admin.get("/console/apps/" + id + "/change", HTML)))
                .doesNotContain("value=\"put\" selected", "value=\"delete\" selected");

        for (String kept : List.of(
                "method=unknown&update=put&deprovision=delete",
                "method=none&update=unknown&deprovision=delete",
                "method=none&update=put&deprovision=unknown")) {
            Answer refused = change("name=Wiki&url=https://wiki.example.com" + followed() + '&' + kept);
            assertThat(refused.status()).as(kept).isEqualTo(400);
            assertThat(body(refused)).as(kept).contains("-wrong\">", "newer version", "value=\"unknown\" selected");
        }
        assertThat(change("name=Wiki&url=https://wiki.example.com&method=none&update=patch&deprovision=delete"
                                + followed())
                        .status())
                .as("all chosen anew")
                .isEqualTo(303);
    }

    @Test
    void keepsFollowingADeletedConnectionInsteadOfAll() {
        create("scim", "url=https://wiki.example.com&method=none");
        String connection = scim.connection();
        admin.delete("/api/v1/connections/" + connection + "?confirm=" + connection)
                .expect(204);
        assertThat(body(admin.get("/console/apps/" + id + "/change", HTML)))
                .contains("value=\"" + connection + "\" checked", connection + ", which was deleted");

        assertThat(change("name=Wiki&url=https://wiki.example.com&method=none&scope-users=active eq true&connections="
                                + connection)
                        .status())
                .isEqualTo(303);
        admin.post("/console/apps/" + id + "/enabled", "enabled=false", FORM);
        assertThat(admin.get("/api/v1/apps/" + id).expect(200).toString())
                .contains("\"connections\":[\"" + connection + "\"]", "active eq true", "\"enabled\":false");
    }

    @Test
    void takesACertificateWithOtherEndsOfLinesForTheSame() throws Exception {
        X509Bundle ours = new CertificateBuilder()
                .subject("CN=rollcall")
                .setIsCertificateAuthority(true)
                .algorithm(CertificateBuilder.Algorithm.ecp256)
                .buildSelfSigned();
        String url = "url=https://wiki.example.com&method=certificate";
        Answer made = create(
                "scim", url + certificate(ours, "\n") + "&private-key=" + HttpCalls.encoded(ours.getPrivateKeyPEM()));
        assertThat(made.status()).as(body(made)).isEqualTo(303);
        JsonNode before = admin.get("/api/v1/apps/" + id).expect(200);

        Answer changed =
                change("name=Knowledge&connections=" + scim.connection() + "&" + url + certificate(ours, "\r\n"));
        assertThat(changed.status()).as(body(changed)).isEqualTo(303);
        JsonNode after = admin.get("/api/v1/apps/" + id).expect(200);
        assertThat(after.get("name").stringValue()).isEqualTo("Knowledge");
        assertThat(after.get("authentication")).isEqualTo(before.get("authentication"));
    }

    /** None would be all, and tests of other connections meet this app. */
    private String followed() {
        return "&connections=" + scim.connection();
    }

    private static String certificate(X509Bundle bundle, String lineEnd) {
        return "&certificate="
                + HttpCalls.encoded(
                        String.join(lineEnd, bundle.getCertificatePEM().lines().toList()));
    }

    @Test
    void stopsDeliveriesAndEndsThem() {
        create("webhook", "url=https://audit.example.com&method=none");
        assertThat(body(admin.get("/console/apps/" + id, HTML))).contains(">Disable<");
        admin.post("/console/apps/" + id + "/enabled", "enabled=false", FORM);
        assertThat(body(admin.get("/console/apps/" + id, HTML))).contains(">Disabled<", ">Enable<");
        assertThat(admin.post("/console/apps/" + id + "/delete", "", FORM).status())
                .isEqualTo(400);
        admin.get("/api/v1/apps/" + id).expect(200);
        admin.post("/console/apps/" + id + "/delete", "sure=true", FORM);
        assertThat(admin.get("/console/apps/" + id, HTML).status()).isEqualTo(404);
    }

    @Test
    void showsWhatAnAppWouldBeSentByWhatIsNotSaved() {
        create("scim", "url=https://wiki.example.com&method=none");
        scim.post("/Users", "{\"userName\": \"ada@example.com\", \"title\": \"Countess\"}")
                .expect(201);
        String path = "/console/apps/" + id + "/preview";
        String about = "connection=" + scim.connection() + "&what=user&who=ada@example.com";

        assertThat(body(admin.get(path, HTML))).contains("Preview of Wiki");
        assertThat(body(admin.post(path, encoded(about), FORM)))
                .contains("in the scope", "POST /Users", "&quot;Countess&quot;");
        assertThat(body(admin.post(path, encoded(about + "&scope-users=active eq false"), FORM)))
                .contains("not in the scope", "active");
        assertThat(body(admin.post(path, encoded(about + "&mapping=userName = $uppercase(userName)"), FORM)))
                .contains("ADA@EXAMPLE.COM")
                .doesNotContain("Countess");
        Answer nobody = admin.post(path, encoded(about + "x"), FORM);
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(body(nobody)).contains("id=\"who-wrong\"");
        assertThat(body(admin.post(path, encoded(about + "&scope-users=nope eq 1"), FORM)))
                .contains("id=\"scope-users-wrong\"");
    }

    private Answer create(String kind, String fields) {
        String name = fields.contains("name=") ? "" : "&name=Wiki";
        return admin.post(
                "/console/apps",
                encoded("id=" + id + "&kind=" + kind + name + "&start=now&connections=" + scim.connection() + "&"
                        + fields.replace("\n", "")),
                FORM);
    }

    private Answer change(String fields) {
        return admin.post("/console/apps/" + id + "/change", encoded(fields), FORM);
    }

    private static String encoded(String form) {
        return form.replace(" ", "+").replace("$", "%24").replace("\"", "%22");
    }

    private static String version(String page) {
        Matcher version = Pattern.compile("name=\"version\" value=\"([^\"]+)\"").matcher(page);
        assertThat(version.find()).isTrue();
        return HttpCalls.encoded(version.group(1).replace("&quot;", "\""));
    }

    private static String body(Answer answer) {
        return answer.response().body();
    }
}
