package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.ingest.stage.Deliveries;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may do what on the operators' pages: just what the API allows them, and it is kept who did it. */
class ConsoleRolesIT {

    private final StagedProvider provider = new StagedProvider();
    private final Console console = Console.of(provider);
    private final Browser browser = new Browser();
    private final Deliveries deliveries = console.stage.deliveries(console.connection);
    private final String app = console.stage.app("CRM", console.connection);

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aViewerFindsPeopleAndLooksAtAllButDoesNothing() {
        String user = console.user("lin@example.com", "lin");
        console.allow("viewer", "{\"kind\": \"everyone\"}");
        DeadLetter letter = givenUp(user);

        var found = submit("/console/people", Map.of("connection", console.connection, "who", "lin@ex"));
        assertThat(found.expect(303).location().getPath()).endsWith("/people/" + user);
        for (String page : new String[] {
            "/console/people",
            found.location().getPath(),
            found.location().getPath() + "/erasure",
            "/console/dead-letters/" + letter.getId(),
            "/console/recovery",
            "/console/apps/" + app + "/replays"
        }) {
            assertThat(browser.visit(console.url(page)).expect(200).body()).doesNotContain("name=\"reason\"");
        }
        submit("/console/dead-letters/" + letter.getId(), Map.of("do", "retry")).expect(403);
        submit("/console/recovery", Map.of()).expect(403);
        submit("/console/apps/" + app + "/replays", Map.of("what", "failed")).expect(403);
        submit(found.location().getPath() + "/erasure", Map.of("reason", "Case 4711", "confirm", "true"))
                .expect(403);
        assertThat(browser.visit(console.url(found.location().getPath())).body())
                .doesNotContain("Forget this person");
        assertThat(deliveries.retries()).isEmpty();
    }

    @Test
    void anOperatorRetriesUnderTheirIdAndRestoresAndForgetsNobody() {
        String user = console.user("lin@example.com", "lin");
        console.allow("operator", "{\"kind\": \"everyone\"}");
        DeadLetter letter = givenUp(user);
        String path = "/console/dead-letters/" + letter.getId();

        browser.submit(console.url(path), Map.of("do", "retry")).expect(403);
        submit(path, Map.of("do", "retry", "reason", "Mended")).expect(303);

        assertThat(deliveries.retries())
                .extracting(DeliveryRetry::getOperator)
                .singleElement()
                .asString()
                .startsWith("person:" + console.connection + "/");
        String person = "/console/connections/" + console.connection + "/people/" + user;
        submit(person + "/restore", Map.of("sequence", "1")).expect(403);
        submit(person.replace("/people/", "/groups/") + "/restore", Map.of("sequence", "1"))
                .expect(403);
        submit(person + "/erasure", Map.of("reason", "Case 4711", "confirm", "true"))
                .expect(403);
        assertThat(browser.visit(console.url(person + "/erasure")).expect(200).body())
                .contains("An administrator can forget them.")
                .doesNotContain("name=\"reason\"");
    }

    @Test
    void anAdministratorForgetsSomebodyUnderTheirIdAndOnlyFromAPageOfOurs() {
        String user = console.user("lin@example.com", "lin");
        console.allow("admin", "{\"kind\": \"everyone\"}");
        browser.open(console.start());
        String path = "/console/connections/" + console.connection + "/people/" + user + "/erasure";
        Map<String, String> form = Map.of("reason", "Case 4711", "confirm", "true", "force", "true");

        browser.submit(console.url(path), form).expect(403);
        submit(path, form).expect(303);

        assertThat(console.stage
                        .admin()
                        .get("/api/v1/directory/users/" + user + "/erasure?connection=" + console.connection)
                        .expect(200)
                        .get("operator")
                        .stringValue())
                .startsWith("person:" + console.connection + "/");
    }

    private Browser.Page submit(String path, Map<String, String> fields) {
        var all = new HashMap<>(fields);
        all.put("_csrf", browser.visit(console.url("/login")).csrf());
        return browser.submit(console.url(path), all);
    }

    private DeadLetter givenUp(String user) {
        browser.open(console.start());
        DeadLetter letter = deliveries.giveUp(app, user, 1, "http-422");
        await().untilAsserted(() -> console.stage
                .admin()
                .get("/api/v1/dead-letters/" + letter.getId())
                .expect(200));
        return letter;
    }
}
