package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.ingest.stage.Deliveries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may do something about what was given up, and that it is kept who did. */
class DeliveryRolesIT {

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
    void aViewerOnlyReads() {
        console.allow("viewer", "{\"kind\": \"everyone\"}");
        DeadLetter letter = givenUp();

        assertThat(post(letter, "retry", 403)).contains("Your role doesn't allow this");
        post(letter, "skip", 403);
        browser.visit(console.url("/api/v1/dead-letters")).expect(200);
    }

    @Test
    void anOperatorRetriesAndSkipsUnderTheirId() {
        console.allow("operator", "{\"kind\": \"everyone\"}");
        DeadLetter letter = givenUp();

        post(letter, "retry", 200);
        assertThat(deliveries.retries())
                .extracting(DeliveryRetry::getOperator)
                .singleElement()
                .asString()
                .startsWith("person:" + console.connection + "/")
                .doesNotContain("@");
        post(letter, "skip", 200);
    }

    private DeadLetter givenUp() {
        browser.open(console.start());
        DeadLetter letter = deliveries.giveUp(app, "u1", 1, "http-422");
        await().untilAsserted(() -> console.stage
                .admin()
                .get("/api/v1/dead-letters/" + letter.getId())
                .expect(200));
        return letter;
    }

    private String post(DeadLetter letter, String step, int status) {
        String token = browser.visit(console.url("/login")).csrf();
        return browser.call(
                        "POST",
                        console.url("/api/v1/dead-letters/" + letter.getId() + "/" + step),
                        "{}",
                        "X-XSRF-TOKEN",
                        token)
                .expect(status)
                .body();
    }
}
