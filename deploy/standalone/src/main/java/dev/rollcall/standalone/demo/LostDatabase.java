package dev.rollcall.standalone.demo;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.standalone.demo.pingone.PingOne;
import dev.rollcall.standalone.demo.web.JsonCalls;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** MongoDB is emptied while PingOne pushes, and made anew from the log. */
record LostDatabase(JsonCalls admin, PingOne pingOne, String mongodb) implements Drill {

    private static final String REBUILDS = "/api/v1/rebuilds";

    @Override
    public String intent() {
        return "MongoDB is emptied while PingOne pushes, and made anew from the log";
    }

    @Override
    public String run() {
        var isWanted = new AtomicBoolean(true);
        int refusedBefore = pingOne.log().refusals().size();
        CompletableFuture<Void> pushing = CompletableFuture.runAsync(() -> pingOne.goOn(isWanted::get));
        JsonNode rebuild;
        try {
            empty();
            rebuild = rebuild();
        } finally {
            isWanted.set(false);
        }
        pushing.join();
        int refused = pingOne.log().refusals().size() - refusedBefore;
        int refusedAgain = pingOne.resync();
        if (refusedAgain > 0) {
            throw new IllegalStateException(refusedAgain + " pushes were refused after the rebuild");
        }
        return "%d records read, %d of %d comparisons with the log equal, %d pushes refused meanwhile and none after"
                .formatted(
                        rebuild.at("/progress/records").asLong(),
                        rebuild.path("verification")
                                .valueStream()
                                .filter(verified -> verified.path("equal").asBoolean())
                                .count(),
                        rebuild.path("verification").size(),
                        refused);
    }

    private void empty() {
        try (MongoClient client = MongoClients.create(mongodb)) {
            client.getDatabase(Objects.requireNonNull(new ConnectionString(mongodb).getDatabase()))
                    .drop();
        }
    }

    private JsonNode rebuild() {
        JsonNode wanted = JsonMapper.shared()
                .createObjectNode()
                .put("automatic", true)
                .put("everything", true)
                .put("reason", "Drill: MongoDB was emptied");
        String path = REBUILDS + "/" + admin.post(REBUILDS, wanted).path("id").asString();
        JsonNode rebuild = Job.await(admin, path, LostDatabase::isOver);
        Job.require(rebuild, "/state", "active");
        Job.require(admin.post(path + "/confirm", JsonMapper.shared().createObjectNode()), "/state", "confirmed");
        return rebuild;
    }

    private static boolean isOver(JsonNode rebuild) {
        return switch (rebuild.path("state").asString()) {
            case "building", "ready" -> false;
            case "active" -> rebuild.path("ledger_whole").asBoolean(true);
            default -> true;
        };
    }
}
