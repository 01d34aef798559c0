package dev.rollcall.standalone;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Credential;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationContext;

/** The connection that is there from the first start, with a token that stays the same. */
final class DemoConnection {

    static final String ID = "demo";

    private DemoConnection() {}

    /** Makes it where it is missing; everything an administrator changed on it stays. */
    static void require(ApplicationContext ingest, String token) {
        Optional<Settings.Entry<ConnectionSetting>> found =
                ingest.getBean(Settings.class).connection(ID);
        String hash = Tokens.hash(token);
        boolean isKnown = found.stream()
                .flatMap(entry -> entry.value().getCredentials().stream())
                .anyMatch(credential -> credential.getSha256().equals(hash));
        if (!isKnown) {
            ingest.getBean(SettingsLog.class).put(setting(found, hash)).block();
        }
    }

    private static Setting setting(Optional<Settings.Entry<ConnectionSetting>> found, String hash) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<Credential> credentials = new ArrayList<>(
                found.map(entry -> entry.value().getCredentials()).orElse(List.of()));
        credentials.add(Credential.newBuilder()
                .setId("standalone-" + hash.substring(0, 8))
                .setLabel("deploy/rollcall")
                .setSha256(hash)
                .setCreated(now)
                .build());
        ConnectionSetting connection = found.map(
                        entry -> ConnectionSetting.newBuilder(entry.value()).setCredentials(credentials))
                .orElseGet(() -> ConnectionSetting.newBuilder().setName("Demo").setCredentials(credentials))
                .build();
        return Setting.newBuilder()
                .setId(Settings.connectionKey(ID))
                .setCreated(found.map(entry -> entry.setting().getCreated()).orElse(now))
                .setTime(now)
                .setConnection(connection)
                .build();
    }
}
