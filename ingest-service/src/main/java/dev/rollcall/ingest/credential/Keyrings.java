package dev.rollcall.ingest.credential;

import dev.rollcall.schemas.setting.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The keyrings of all connections, made anew when this instance hears that a connection changed. */
@Component
final class Keyrings {

    private static final String PREFIX = Settings.connectionKey("");

    private final Map<String, Keyring> byConnection = new ConcurrentHashMap<>();
    private final Settings settings;

    Keyrings(Settings settings) {
        this.settings = settings;
        settings.onChange((key, _) -> changed(key));
        settings.connections().forEach(connection -> changed(Settings.connectionKey(connection.id())));
    }

    Optional<Keyring> of(@Nullable String connection) {
        return connection == null ? Optional.empty() : Optional.ofNullable(byConnection.get(connection));
    }

    private void changed(String key) {
        if (key.startsWith(PREFIX)) {
            String id = key.substring(PREFIX.length());
            byConnection.compute(
                    id,
                    (_, _) -> settings.connection(id)
                            .map(connection -> new Keyring(id, connection.value()))
                            .orElse(null));
        }
    }
}
