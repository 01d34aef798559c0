package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.AppSigningKey;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SignatureScheme;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppsTest {

    static {
        TrustedRecords.trust();
    }

    private static final String BYTES = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Seal seal = new Seal(BYTES);
    private final Settings settings = new Settings();
    private final Apps apps = new Apps(settings, seal, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aWebhookWithoutSigningKeysIsSignedForWithItsSecret() throws UnusableAppException {
        App app = save(hook().setSealedSecret(sealed("hook", "whsec_" + BYTES)));

        assertThat(app.signingKeys()).containsExactly(new SigningKey(SignatureScheme.V1, "whsec_" + BYTES, null));
        assertThat(app.usableUntil()).isEmpty();
    }

    @Test
    void aWebhookIsUsableUntilTheLastOfItsKeysExpires() throws UnusableAppException {
        App app = save(hook().setSigningKeys(List.of(
                key(SignatureScheme.V1A, "whsk_" + BYTES, NOW.minusSeconds(1)),
                key(SignatureScheme.V1, "whsec_" + BYTES, NOW.plusSeconds(1)))));

        assertThat(app.signingKeys()).hasSize(2);
        assertThat(app.usableUntil()).contains(NOW.plusSeconds(1));
    }

    @Test
    void aWebhookAllOfWhoseKeysHaveExpiredIsUnusableAndSaysSo() {
        assertThatExceptionOfType(UnusableAppException.class)
                .isThrownBy(() -> save(hook().setSigningKeys(List.of(key(SignatureScheme.V1, "whsec_" + BYTES, NOW)))))
                .withMessage("All of its signing keys have expired; make a new one.");
    }

    @Test
    void aKeyThatWasSealedForAnotherAppCanNotBeOpened() {
        AppSigningKey key = AppSigningKey.newBuilder(key(SignatureScheme.V1, "whsec_" + BYTES, null))
                .setSealedKey(sealed("other", "whsec_" + BYTES))
                .build();

        assertThatExceptionOfType(UnusableAppException.class)
                .isThrownBy(() -> save(hook().setSigningKeys(List.of(key))))
                .withMessageContaining("can't be opened");
    }

    @Test
    void theSameSettingMakesTheSameApp() throws UnusableAppException {
        AppSetting.Builder hook = hook().setSigningKeys(List.of(key(SignatureScheme.V1, "whsec_" + BYTES, null)));

        assertThat(save(hook)).isEqualTo(save(hook));
    }

    private App save(AppSetting.Builder app) throws UnusableAppException {
        Setting setting = Setting.newBuilder()
                .setId(Settings.appKey("hook"))
                .setCreated(NOW)
                .setTime(NOW)
                .setApp(app.build())
                .build();
        settings.apply(setting.getId(), setting);
        return apps.enabled("hook").orElseThrow();
    }

    private static AppSetting.Builder hook() {
        return AppSetting.newBuilder()
                .setName("hook")
                .setKind(AppKind.WEBHOOK)
                .setAuthentication(AppAuthentication.NONE)
                .setUrl("https://hook.example/")
                .setSealedSecret("");
    }

    private AppSigningKey key(SignatureScheme scheme, String key, @Nullable Instant expires) {
        return AppSigningKey.newBuilder()
                .setId(scheme.name())
                .setScheme(scheme)
                .setSealedKey(sealed("hook", key))
                .setCreated(NOW)
                .setExpires(expires)
                .build();
    }

    private String sealed(String app, String secret) {
        return seal.seal(Settings.appKey(app), secret);
    }
}
