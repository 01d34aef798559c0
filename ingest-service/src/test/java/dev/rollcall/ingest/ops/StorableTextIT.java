package dev.rollcall.ingest.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.HttpCalls.Answer;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators write is kept as they wrote it, or not at all. */
class StorableTextIT {

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final HttpCalls scim = stage.connection();
    private final String app = stage.app("Wiki", scim.connection());

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc00\\ud800"})
    void aBodyIsRefusedAtTheFieldThatHoldsWhatCannotBeStored(String text) {
        String replays = "/api/v1/apps/" + app + "/replays";
        assertRefused(admin.post(replays, "{\"reason\": \"a" + text + "\"}"), "reason");
        assertRefused(
                admin.post(replays, "{\"from_sequence\": 1, \"muted_kinds\": [\"a\", \"" + text + "\"]}"),
                "muted_kinds");
        String person = new Roll(scim).user(Roll.name());
        assertRefused(
                admin.post(
                        "/api/v1/directory/users/" + person + "/erasure",
                        "{\"connection\": \"" + scim.connection() + "\", \"reason\": \"" + text + "\"}"),
                "reason");
        String name = "{\"name\": \"Wiki" + text + "\"}";
        assertRefused(admin.patch("/api/v1/apps/" + app, name), "name");
        assertRefused(admin.patch("/api/v1/connections/" + scim.connection(), name), "name");
        assertRefused(
                admin.patch("/api/v1/apps/" + app, "{\"mapping\": {\"userName\": \"'" + text + "'\"}}"),
                "mapping/userName");
        assertRefused(
                admin.post("/api/v1/holds/" + scim.connection() + "/release", "{\"reason\": \"" + text + "\"}"),
                "reason");
        assertThat(admin.get(replays).expect(200)).isEmpty();
    }

    @Test
    void bothHalvesOfACharacterAreText() {
        String replay = admin.post("/api/v1/apps/" + app + "/replays", "{\"reason\": \"Party \\ud83c\\udf89\"}")
                .expect(201)
                .toString();

        assertThat(replay).contains("Party \ud83c\udf89");
    }

    @Test
    void aFormAndAQueryAreRefusedAtTheFieldThatHoldsNul() {
        Answer form = admin.post(
                "/console/apps/" + app + "/replays",
                "do=start&what=states&reason=a%00b",
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertRefused(form, "reason");
        assertRefused(admin.get("/api/v1/replays?app=%00"), "app");
    }

    private static void assertRefused(Answer answer, String field) {
        assertThat(answer.expect(400).get("detail").stringValue())
                .startsWith(field)
                .contains(" holds NUL, or half of a character");
    }
}
