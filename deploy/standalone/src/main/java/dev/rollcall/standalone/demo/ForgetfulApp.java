package dev.rollcall.standalone.demo;

import dev.rollcall.standalone.demo.web.JsonCalls;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An app forgets people, as after a restored backup, and all there is is replayed to it. */
record ForgetfulApp(JsonCalls admin, SampleApp.Scim app) implements Drill {

    private static final int PEOPLE = 25;
    private static final int PER_SECOND = 200;

    @Override
    public String intent() {
        return "%s forgets %d people, and is replayed what there is".formatted(app.name(), PEOPLE);
    }

    @Override
    public String run() {
        app.app().forget(PEOPLE);
        JsonNode wanted = JsonMapper.shared()
                .createObjectNode()
                .put("rate", PER_SECOND)
                .put("reason", "Drill: the app forgot " + PEOPLE + " people");
        JsonNode begun = admin.post(app.path(admin) + "/replays", wanted);
        JsonNode replay = Job.await(
                admin,
                "/api/v1/replays/" + begun.path("id").asString(),
                view -> !view.path("state").asString().equals("running"));
        Job.require(replay, "/state", "finished");
        JsonNode progress = replay.path("progress");
        return "%d users and groups replayed, %d delivered, %d needed no more, %d failed"
                .formatted(
                        progress.path("published").asLong(),
                        progress.path("delivered").asLong(),
                        progress.path("skipped").asLong(),
                        progress.path("failed").asLong());
    }
}
