package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.login.Browser.Page;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Guessing the admin token, by the API and by the form. */
class AdminGuessesIT {

    private static final String WRONG = "a-guess-that-is-wrong";

    @Test
    void answers429AfterTooManyOfAnAddressButTakesTheRightTokenAtAnyTime() {
        try (var service = Stage.shared().start(Map.of("rollcall.ingest.authentication.max-failures", "2"))) {
            String url = Stage.url(service);
            var guesses = new HttpCalls(url, WRONG);
            var browser = new Browser();

            guesses.get("/api/v1/connections").expect(401);
            enter(browser, url, WRONG).expect(401);
            HttpCalls.Answer refused = guesses.get("/api/v1/connections");
            refused.expect(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
            Page form = enter(browser, url, WRONG).expect(429);
            assertThat(form.body())
                    .contains("too many wrong ones came from your address")
                    .doesNotContain(WRONG);
            assertThat(form.response().headers().firstValue("Retry-After")).isPresent();

            guesses.withToken(null).get("/api/v1/connections").expect(401);
            guesses.withToken(Stage.ADMIN_TOKEN).get("/api/v1/connections").expect(200);
            enter(browser, url, Stage.ADMIN_TOKEN);
            assertThat(browser.isSignedIn()).isTrue();
        }
    }

    private static Page enter(Browser browser, String url, String token) {
        String csrf = browser.visit(url + "/login").expect(200).csrf();
        return browser.submit(url + "/login/token", Map.of("token", token, "return", "/console", "_csrf", csrf));
    }
}
