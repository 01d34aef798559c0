package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asynchronous requests (RFC 9967 §2.5.1). */
class AsynchronousIT {

    private static final String[] LATER = {"Prefer", "respond-async"};

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();

    @AfterEach
    void resume() {
        stage.worker().resume();
    }

    @Test
    void answers202UntilItIsDecidedAndThenWhatItWouldHaveAnswered() {
        stage.worker().pause();
        var accepted = scim.post("/Users", "{\"userName\": \"ada\"}", LATER);
        accepted.expect(202);
        assertThat(accepted.response().body()).isEmpty();
        assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
        String txn = accepted.header("Set-Txn");
        assertThat(accepted.header("Location")).isEqualTo(scim.base() + "/AsyncResults/" + txn);
        String path = "/AsyncResults/" + txn;

        var pending = scim.get(path);
        pending.expect(202);
        assertThat(pending.header("Retry-After")).isEqualTo("1");

        stage.worker().resume();
        var created = decided(path);
        assertThat(created.expect(201).get("userName").stringValue()).isEqualTo("ada");
        assertThat(created.header("Set-Txn")).isEqualTo(txn);
        assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(created.header("Location")).isEqualTo(scim.base() + "/Users/" + created.id());
        assertThat(scim.get("/Users/" + created.id()).expect(200)).isEqualTo(created.json());
        assertThat(stage.requests()
                        .read(stage.requests().of(scim.connection()).getFirst())
                        .getAsynchronous())
                .isTrue();
    }

    @Test
    void tellsARefusalToo() {
        scim.post("/Users", "{\"userName\": \"ada\"}").expect(201);
        stage.worker().pause();
        var accepted = scim.post("/Users", "{\"userName\": \"ADA\"}", LATER);
        accepted.expect(202);
        stage.worker().resume();

        decided("/AsyncResults/" + accepted.header("Set-Txn")).expectError(409, "uniqueness");
    }

    @Test
    void answersAtOnceWhatIsDecidedWithinTheWait() {
        var created = scim.post("/Users", "{\"userName\": \"ada\"}", "Prefer", "respond-async, wait=20");
        String path = "/Users/" + created.expect(201).get("id").stringValue();

        scim.put(path, "{\"userName\": \"ada\", \"title\": \"Dr\"}", "Prefer", "wait=20; respond-async")
                .expect(200);
        scim.delete(path, "Prefer", "RESPOND-ASYNC, wait=\"20\"").expect(204);
        scim.delete(path, "Prefer", "return=minimal, respond-async, wait=20").expectError(404, "");
    }

    @Test
    void refusesWhatIsWrongAtOnce() {
        scim.post("/Users", "{\"userName\": 7}", LATER).expectError(400, "invalidValue");
    }

    @Test
    void anotherInstanceAnswersAsWellAndAnotherConnectionDoesNot() {
        stage.worker().pause();
        var accepted = scim.delete("/Users/" + UUID.randomUUID(), LATER);
        accepted.expect(202);
        stage.worker().resume();
        String path = "/AsyncResults/" + accepted.header("Set-Txn");
        decided(path).expectError(404, "");

        var told = stage.onSecond(scim).get(path);
        told.expectError(404, "");
        assertThat(told.header("Set-Txn")).isEqualTo(accepted.header("Set-Txn"));
        scim.withToken(stage.connection().token()).get(path).expectError(401, "");
        stage.connection().get(path).expect(202);
    }

    @Test
    void knowsNothingOfWhatNeverWasARequest() {
        scim.get("/AsyncResults/" + UUID.randomUUID()).expectError(404, "");
        scim.get("/AsyncResults/x").expectError(404, "");
        scim.get("/AsyncResults/01000000-0000-7000-8000-000000000000").expectError(404, "");
    }

    private HttpCalls.Answer decided(String path) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> scim.get(path), answer -> answer.status() != 202);
    }
}
