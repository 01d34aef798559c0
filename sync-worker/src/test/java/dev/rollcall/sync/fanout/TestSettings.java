package dev.rollcall.sync.fanout;

import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.event.Hold;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SigningKey;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.Orders;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the ingest service writes down for workers: apps, connections, decisions of operators. */
final class TestSettings implements AutoCloseable {

    static final String SEALING_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final Seal seal = new Seal(SEALING_KEY);
    private final Map<String, Instant> created = new ConcurrentHashMap<>();
    private final TestTopics topics;
    private final Beans beans;
    private @Nullable RSAKey signingKey;

    TestSettings(TestTopics topics, Beans beans) {
        this.topics = topics;
        this.beans = beans;
    }

    void saveApp(String id, AppKind kind, String url, String secret, String connection, DeprovisionAction deprovision) {
        saveApp(id, kind, url, secret, connection, deprovision, true);
    }

    void saveApp(
            String id,
            AppKind kind,
            String url,
            String secret,
            String connection,
            DeprovisionAction deprovision,
            boolean enabled) {
        saveApp(
                id,
                AppSetting.newBuilder()
                        .setName(id)
                        .setKind(kind)
                        .setUrl(url)
                        .setConnections(List.of(connection))
                        .setSealedSecret(seal(id, secret))
                        .setDeprovision(deprovision)
                        .setEnabled(enabled)
                        .build());
    }

    /** Makes or replaces an app as it is given but for its secret; an empty one is none. */
    void saveApp(String id, AppSetting.Builder app, String secret) {
        saveApp(
                id,
                app.setName(id)
                        .setSealedSecret(secret.isEmpty() ? "" : seal(id, secret))
                        .build());
    }

    void saveApp(String id, AppSetting app) {
        String key = Settings.appKey(id);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant made = created.computeIfAbsent(key, _ -> now);
        save(Orders.setting(key, setting -> setting.setCreated(made).setApp(app)));
    }

    /** Lets the app, which isn't saved yet, have been made so long ago. */
    void age(String app, Duration age) {
        created.put(Settings.appKey(app), Instant.now().minus(age).truncatedTo(ChronoUnit.MILLIS));
    }

    /** Makes or replaces any setting. */
    void save(Setting setting) {
        topics.send(Topics.SETTINGS, setting.getId(), topics.write(Topics.SETTINGS, setting));
    }

    void removeApp(String id) {
        topics.send(Topics.SETTINGS, Settings.appKey(id), null);
    }

    /** The key that signs from when it is first asked for, as the ingest service makes it. */
    RSAKey signingKey() {
        if (signingKey == null) {
            signingKey = newKey();
            String id = Settings.signingKeyKey(signingKey.getKeyID());
            var sealed =
                    new SigningKey(signingKey.toPublicJWK().toJSONString(), seal.seal(id, signingKey.toJSONString()));
            save(Orders.setting(id, setting -> setting.setSigningKey(sealed)));
        }
        return signingKey;
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("k-" + UUID.randomUUID()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Seals what an app's setting holds. */
    String seal(String app, String secret) {
        return seal.seal(Settings.appKey(app), secret);
    }

    /** A connection whose deactivated users lose their accounts; done when the worker knows it. */
    void saveSeatDeprovision(String connection) {
        save(Orders.setting(
                Settings.connectionKey(connection),
                setting -> setting.setConnection(ConnectionSetting.newBuilder()
                        .setName(connection)
                        .setUserDeprovision(true)
                        .setSeatDeprovision(true)
                        .build())));
        Settings settings = beans.of(Settings.class);
        await().until(() -> settings.connection(connection).isPresent());
    }

    /** Decides about a hold, as the ingest service does for an operator. */
    void decide(String connection, Hold hold, HoldOutcome outcome) {
        save(Orders.decision(connection, hold, outcome));
    }

    /** Forgets somebody, as the ingest service does; done when the worker knows it. */
    void erase(String connection, String user) {
        Erasure erasure = Orders.erasure(connection, user, ErasureStep.DONE);
        topics.send(Topics.ERASURES, Keys.resource(connection, user), topics.write(Topics.ERASURES, erasure));
        await().until(() -> beans.of(Erasures.class).isErased(connection, user));
    }

    /** Makes or changes a replay. */
    void saveReplay(String id, ReplaySetting replay) {
        save(Orders.setting(Settings.replayKey(id), setting -> setting.setReplay(replay)));
    }

    void removeReplay(String id) {
        topics.send(Topics.SETTINGS, Settings.replayKey(id), null);
    }

    @Override
    public void close() {
        if (signingKey != null) {
            topics.send(Topics.SETTINGS, Settings.signingKeyKey(signingKey.getKeyID()), null);
        }
    }
}
