package dev.rollcall.schemas.setting;

import dev.rollcall.event.AccessPolicy;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.HoldDecision;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.RebuildSetting;
import dev.rollcall.event.Reconciliation;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SigningKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The newest settings; whoever reads the topic feeds it, and any thread may ask. */
public final class Settings {

    private static final Kind<ConnectionSetting> CONNECTION = new Kind<>("connection/", Setting::getConnection);
    private static final Kind<AppSetting> APP = new Kind<>("app/", Setting::getApp);
    private static final Kind<AccessPolicy> POLICY = new Kind<>("policy/", Setting::getPolicy);
    private static final Kind<SigningKey> SIGNING_KEY = new Kind<>("signing-key/", Setting::getSigningKey);
    private static final Kind<HoldDecision> HOLD = new Kind<>("hold/", Setting::getHold);
    private static final Kind<RebuildSetting> REBUILD = new Kind<>("rebuild/", Setting::getRebuild);
    private static final Kind<Reconciliation> RECONCILIATION =
            new Kind<>("reconciliation/", Setting::getReconciliation);
    private static final Kind<ReplaySetting> REPLAY = new Kind<>("replay/", Setting::getReplay);

    private final Map<String, Setting> byId = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, @Nullable Setting>> listeners = new CopyOnWriteArrayList<>();

    /** A setting of some kind, with its bare id. */
    public record Entry<T>(String id, Setting setting, T value) {}

    /** The setting id of a connection, the key on the topic. */
    public static String connectionKey(String connection) {
        return CONNECTION.key(connection);
    }

    /** The setting id of an app, the key on the topic. */
    public static String appKey(String app) {
        return APP.key(app);
    }

    /** The setting id of an access policy, the key on the topic. */
    public static String policyKey(String policy) {
        return POLICY.key(policy);
    }

    /** The setting id of a signing key, the key on the topic. */
    public static String signingKeyKey(String kid) {
        return SIGNING_KEY.key(kid);
    }

    /** The setting id of the decision about a hold, the key on the topic. */
    public static String holdKey(String hold) {
        return HOLD.key(hold);
    }

    /** The setting id of a rebuild, the key on the topic. */
    public static String rebuildKey(int generation) {
        return REBUILD.key(Integer.toString(generation));
    }

    /** Whether a key on the topic is that of a rebuild. */
    public static boolean isRebuild(String key) {
        return key.startsWith(REBUILD.prefix());
    }

    /** The setting id of the newest wish to reconcile an app, the key on the topic. */
    public static String reconciliationKey(String app) {
        return RECONCILIATION.key(app);
    }

    /** The setting id of a replay, the key on the topic. */
    public static String replayKey(String replay) {
        return REPLAY.key(replay);
    }

    /** Takes a record of the topic; null removes the setting. Listeners hear of it on the calling thread. */
    public void apply(String key, @Nullable Setting setting) {
        if (setting == null) {
            byId.remove(key);
        } else {
            byId.put(key, setting);
        }
        listeners.forEach(listener -> listener.accept(key, setting));
    }

    /** Calls with key and setting (null when removed) whenever one changes. */
    public void onChange(BiConsumer<String, @Nullable Setting> listener) {
        listeners.add(listener);
    }

    /** The setting with this key on the topic. */
    public Optional<Setting> setting(String key) {
        return Optional.ofNullable(byId.get(key));
    }

    public Optional<Entry<ConnectionSetting>> connection(String id) {
        return find(CONNECTION, id);
    }

    public Optional<Entry<AppSetting>> app(String id) {
        return find(APP, id);
    }

    public Optional<Entry<AccessPolicy>> policy(String id) {
        return find(POLICY, id);
    }

    /** What was decided about a hold; empty while it waits. */
    public Optional<Entry<HoldDecision>> hold(String id) {
        return find(HOLD, id);
    }

    /** Every connection, oldest first. */
    public List<Entry<ConnectionSetting>> connections() {
        return all(CONNECTION);
    }

    /** Every app, oldest first. */
    public List<Entry<AppSetting>> apps() {
        return all(APP);
    }

    /** Every access policy, oldest first. */
    public List<Entry<AccessPolicy>> policies() {
        return all(POLICY);
    }

    /** Every signing key, oldest first. */
    public List<Entry<SigningKey>> signingKeys() {
        return all(SIGNING_KEY);
    }

    /** Every decision about a hold, oldest first. */
    public List<Entry<HoldDecision>> holds() {
        return all(HOLD);
    }

    /** The first change of the first hold of the connection of which apps were left without those who left. */
    public Optional<Long> firstDiscarded(String connection) {
        return holds().stream()
                .map(Entry::value)
                .filter(hold -> hold.getConnection().equals(connection))
                .filter(hold -> hold.getOutcome() == HoldOutcome.DISCARDED)
                .map(hold -> hold.getHold().getFirst())
                .min(Comparator.naturalOrder());
    }

    public Optional<Entry<RebuildSetting>> rebuild(int generation) {
        return find(REBUILD, Integer.toString(generation));
    }

    /** Every rebuild of the directory, oldest first. */
    public List<Entry<RebuildSetting>> rebuilds() {
        return all(REBUILD);
    }

    /** The newest wish to reconcile an app. */
    public Optional<Entry<Reconciliation>> reconciliation(String app) {
        return find(RECONCILIATION, app);
    }

    /** Every app's newest wish to be reconciled, by the app's id. */
    public List<Entry<Reconciliation>> reconciliations() {
        return all(RECONCILIATION);
    }

    public Optional<Entry<ReplaySetting>> replay(String id) {
        return find(REPLAY, id);
    }

    /** Every replay and back-fill that is still kept, oldest first. */
    public List<Entry<ReplaySetting>> replays() {
        return all(REPLAY);
    }

    private <T> Optional<Entry<T>> find(Kind<T> kind, String id) {
        return Optional.ofNullable(byId.get(kind.key(id))).flatMap(kind::entry);
    }

    private <T> List<Entry<T>> all(Kind<T> kind) {
        return byId.values().stream()
                .sorted(Comparator.comparing(Setting::getCreated).thenComparing(Setting::getId))
                .map(kind::entry)
                .flatMap(Optional::stream)
                .toList();
    }

    private record Kind<T>(String prefix, Function<Setting, @Nullable T> value) {

        String key(String id) {
            return prefix + id;
        }

        Optional<Entry<T>> entry(Setting setting) {
            return Optional.ofNullable(value.apply(setting))
                    .filter(_ -> setting.getId().startsWith(prefix))
                    .map(found -> new Entry<>(setting.getId().substring(prefix.length()), setting, found));
        }
    }
}
