package dev.rollcall.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.HttpCalls.Answer;
import dev.rollcall.ingest.stage.Stage;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is wrong with a field is said at it, and nothing that was typed is lost. */
class FieldsIT {

    private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"};

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final HttpCalls scim = stage.connection();
    private final String app = stage.app("CRM", scim.connection());

    @Test
    void aNumberThatIsTooLargeIsRefusedAtItsField() {
        Answer rebuild = admin.post("/console/recovery", "reason=In+doubt&pace=12345678901", FORM);
        Answer replay = admin.post("/console/apps/" + app + "/replays", "do=dry-run&what=states&rate=1234567890", FORM);

        assertWrong(rebuild, "pace", "Records a second must be at most 1,000,000.");
        assertThat(rebuild.response().body()).contains("value=\"12345678901\"", "value=\"In doubt\"");
        assertWrong(replay, "rate", "The rate must be at most 100,000.");
        assertThat(replay.response().body()).contains("value=\"1234567890\"");
    }

    @Test
    void whatTheApiRefusesIsSaidAtTheFieldThatItNames() {
        assertWrong(admin.post("/console/recovery", "reason=" + "x".repeat(501), FORM), "reason", "at most 500");
        assertWrong(
                admin.post("/console/connections", "id=" + UUID.randomUUID() + "&name=&profile=pingone", FORM),
                "name",
                "The name must have");
        String signIn = "/console/connections/" + scim.connection() + "/sign-in";
        assertWrong(
                admin.post(signIn, "clientId=c&clientSecret=s&environment=nope&region=eu&discoveryUrl=", FORM),
                "environment",
                "UUID");
        assertWrong(
                admin.post("/console/access", "name=x&role=admin&kind=email&claim=&value=", FORM),
                "value",
                "The value must have");
        assertWrong(admin.post("/console/people", "connection=" + scim.connection() + "&who=", FORM), "who", "Type");
    }

    /** The field leads to the sentence, and the sentence above to the field. */
    private static void assertWrong(Answer answer, String field, String sentence) {
        String page = answer.response().body();
        assertThat(answer.status()).as(page).isEqualTo(400);
        assertThat(page)
                .containsPattern("<a href=\"#" + field + "\">[^<]*" + sentence)
                .containsPattern("<[a-z]+ [^>]*id=\"" + field + "\"[^>]*aria-invalid=\"true\"[^>]*aria-describedby=\""
                        + field + "-wrong")
                .containsPattern("id=\"" + field + "-wrong\">[^<]*" + sentence);
    }
}
