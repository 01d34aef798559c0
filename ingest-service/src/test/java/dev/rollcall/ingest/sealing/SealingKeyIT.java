package dev.rollcall.ingest.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sealing anew, on the service that all tests share: what others sealed stays as it is. */
class SealingKeyIT {

    private static final Seal SEAL = new Seal(Stage.SEALING_KEY);
    private static final String LOST = "bG9zdCBsb3N0IGxvc3QgbG9zdCBsb3N0IGxvc3QgMTI=";

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final String old = "old-" + UUID.randomUUID().toString().substring(0, 8);
    private final String lost = "lost-" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void remove() {
        admin.delete("/api/v1/apps/" + old);
        admin.delete("/api/v1/apps/" + lost);
    }

    @Test
    void sealsAnewWhatIsOldAndTellsWhatItCannotOpen() throws Exception {
        put(old, nameless(Settings.appKey(old), "s3cret"));
        put(lost, new Seal(LOST).seal(Settings.appKey(lost), "gone"));
        Instant before = stage.settings().app(old).orElseThrow().setting().getTime();
        assertThat(admin.get("/api/v1/sealing-key")
                        .expect(200)
                        .get("old_settings")
                        .toString())
                .contains("app/" + old, "app/" + lost);

        JsonNode done = admin.post("/api/v1/sealing-key/rotate", "").expect(200);

        assertThat(done.get("key_id").stringValue()).isEqualTo(SEAL.keyId());
        assertThat(done.get("resealed").intValue()).isPositive();
        assertThat(done.get("problems")).hasSize(1);
        assertThat(done.get("problems").get(0).get("setting").stringValue()).isEqualTo("app/" + lost);
        assertThat(done.get("problems").get(0).get("detail").stringValue())
                .contains(new Seal(LOST).keyId(), "rollcall.sealing-keys-old")
                .doesNotContain(LOST);
        Setting now = stage.settings().app(old).orElseThrow().setting();
        assertThat(SEAL.isOld(now.getApp().getSealedSecret())).isFalse();
        assertThat(SEAL.open(now.getId(), now.getApp().getSealedSecret())).isEqualTo("s3cret");
        assertThat(now.getTime()).as("nobody's version changes").isEqualTo(before);
        assertThat(admin.post("/api/v1/sealing-key/rotate", "")
                        .expect(200)
                        .get("resealed")
                        .intValue())
                .isZero();
    }

    private void put(String app, String sealed) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        stage.put(Setting.newBuilder()
                .setId(Settings.appKey(app))
                .setCreated(now)
                .setTime(now)
                .setApp(AppSetting.newBuilder()
                        .setName(app)
                        .setKind(AppKind.SCIM)
                        .setUrl("https://apps.example.com/scim")
                        .setConnections(List.of("nobody"))
                        .setSealedSecret(sealed)
                        .build())
                .build());
    }

    /** As secrets were sealed before they named their key. */
    private static String nameless(String setting, String secret) throws Exception {
        byte[] all = new byte[12 + secret.length() + 16];
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(Base64.getDecoder().decode(Stage.SEALING_KEY), "AES"),
                new GCMParameterSpec(128, all, 0, 12));
        cipher.updateAAD(setting.getBytes(StandardCharsets.UTF_8));
        byte[] sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
        System.arraycopy(sealed, 0, all, 12, sealed.length);
        return "v1." + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }
}
