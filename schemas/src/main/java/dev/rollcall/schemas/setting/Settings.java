package dev.rollcall.schemas.setting;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The newest settings; whoever reads the topic feeds it, and any thread may ask. */
public final class Settings {

    private static final String CONNECTION = "connection/";
    private static final String APP = "app/";

    private final Map<String, Setting> byId = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, @Nullable Setting>> listeners = new CopyOnWriteArrayList<>();

    /** A setting of a connection or an app, with its bare id. */
    public record Entry<T>(String id, Setting setting, T value) {}

    /** The setting id of a connection, the key on the topic. */
    public static String connectionKey(String connection) {
        return CONNECTION + connection;
    }

    /** The setting id of an app, the key on the topic. */
    public static String appKey(String app) {
        return APP + app;
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

    public Optional<Entry<ConnectionSetting>> connection(String id) {
        return Optional.ofNullable(byId.get(connectionKey(id))).flatMap(Settings::asConnection);
    }

    public Optional<Entry<AppSetting>> app(String id) {
        return Optional.ofNullable(byId.get(appKey(id))).flatMap(Settings::asApp);
    }

    /** Every connection, oldest first. */
    public List<Entry<ConnectionSetting>> connections() {
        return sorted().map(Settings::asConnection).flatMap(Optional::stream).toList();
    }

    /** Every app, oldest first. */
    public List<Entry<AppSetting>> apps() {
        return sorted().map(Settings::asApp).flatMap(Optional::stream).toList();
    }

    private Stream<Setting> sorted() {
        return byId.values().stream()
                .sorted(java.util.Comparator.comparing(Setting::getCreated).thenComparing(Setting::getId));
    }

    private static Optional<Entry<ConnectionSetting>> asConnection(Setting setting) {
        return Optional.ofNullable(setting.getConnection())
                .filter(_ -> setting.getId().startsWith(CONNECTION))
                .map(value -> new Entry<>(setting.getId().substring(CONNECTION.length()), setting, value));
    }

    private static Optional<Entry<AppSetting>> asApp(Setting setting) {
        return Optional.ofNullable(setting.getApp())
                .filter(_ -> setting.getId().startsWith(APP))
                .map(value -> new Entry<>(setting.getId().substring(APP.length()), setting, value));
    }
}
