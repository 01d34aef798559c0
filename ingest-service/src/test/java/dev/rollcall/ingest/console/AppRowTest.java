package dev.rollcall.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.console.AppStandings.Standing;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppRowTest {

    static {
        TrustedRecords.trust();
    }

    @Test
    void saysThatAnAppMayBeLessFarBehindThanIsCounted() {
        assertThat(row(new Standing(3L, null, true)).lag()).isEqualTo("at most 3");
        assertThat(row(new Standing(0L, null, true)).lag()).isEqualTo("0");
        assertThat(row(new Standing(null, null, true)).lag()).isEqualTo("–");
    }

    @Test
    void tellsNothingSentFromNothingKnown() {
        assertThat(row(new Standing(0L, null, true)).does()).isEqualTo("nothing sent yet");
        assertThat(row(new Standing(0L, null, false)).does()).isEqualTo("not known now");
        assertThat(row(null).does()).isEqualTo("not known now");
    }

    private static AppRow row(@Nullable Standing standing) {
        AppSetting app = AppSetting.newBuilder()
                .setName("Wiki")
                .setKind(AppKind.SCIM)
                .setUrl("https://wiki.example.com")
                .setSealedSecret("")
                .build();
        Setting setting = Setting.newBuilder()
                .setId(Settings.appKey("wiki"))
                .setCreated(Instant.EPOCH)
                .setTime(Instant.EPOCH)
                .setApp(app)
                .build();
        return AppRow.of(new Settings.Entry<>("wiki", setting, app), standing, Instant.EPOCH);
    }
}
