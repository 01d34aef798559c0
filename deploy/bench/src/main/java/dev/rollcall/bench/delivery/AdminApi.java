package dev.rollcall.bench.delivery;

import dev.rollcall.bench.target.Admin;
import dev.rollcall.bench.target.Target;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Registers apps, and removes them in the end. */
final class AdminApi implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Admin admin;
    private final String connection;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    AdminApi(Target target) {
        this.admin = new Admin(target);
        this.connection = target.connection();
    }

    /** Makes an app that follows the connection from its beginning; returns its id. */
    String create(String kind, String name, URI url, String secret) {
        return create(kind, name, url, secret, JSON.createObjectNode());
    }

    /** Makes an app that follows the connection from now on; returns its id. */
    String createFromNow(String kind, String name, URI url, String secret) {
        return create("apps?start=now", kind, name, url, secret, JSON.createObjectNode());
    }

    /** @param more fields of the app */
    String create(String kind, String name, URI url, String secret, ObjectNode more) {
        return create("apps", kind, name, url, secret, more);
    }

    private String create(String path, String kind, String name, URI url, String secret, ObjectNode more) {
        ObjectNode app = JSON.createObjectNode()
                .put("name", name)
                .put("kind", kind)
                .put("url", url.toString())
                .put("secret", secret)
                .setAll(more);
        app.putArray("connections").add(connection);
        String id = admin.post(path, app.toString()).path("id").asString();
        made.add(id);
        return id;
    }

    /** Changes that the app wasn't brought yet; -1 when that isn't known now. */
    long lag(String app) {
        return admin.get("apps/" + app).path("lag").asLong(-1);
    }

    /** Has the app compared with what it should have; returns the run's id. */
    String reconcile(String app) {
        return admin.post("apps/" + app + "/reconciliations", "{}").path("id").asString();
    }

    /** How far a run is. */
    JsonNode reconciliation(String app, String run) {
        return admin.get("apps/" + app + "/reconciliations/" + run);
    }

    /** Has the app brought again all that ever happened, as fast as it takes it; returns the replay's id. */
    String replay(String app) {
        ObjectNode all = JSON.createObjectNode()
                .put("connection", connection)
                .put("from_sequence", 1)
                .put("rate", 100_000)
                .put("reason", "bench");
        return admin.post("apps/" + app + "/replays", all.toString()).path("id").asString();
    }

    /** How far a replay is. */
    JsonNode replayed(String replay) {
        return admin.get("replays/" + replay);
    }

    void delete(String app) {
        admin.delete("apps/" + app);
        made.remove(app);
    }

    /** Removes all apps that it made. */
    void clear() {
        made.forEach(this::delete);
    }

    @Override
    public void close() {
        clear();
        admin.close();
    }
}
