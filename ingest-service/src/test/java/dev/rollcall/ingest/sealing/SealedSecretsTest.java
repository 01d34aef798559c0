package dev.rollcall.ingest.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.AppSigningKey;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SignatureScheme;
import dev.rollcall.event.SigningKey;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SealedSecretsTest {

    static {
        TrustedRecords.trust();
    }

    @Test
    void changesEverySecretAndNothingElse() {
        Setting all = setting("a", "b", "c", "d");
        assertThat(SealedSecrets.changed(all, secret -> secret + "2")).isEqualTo(setting("a2", "b2", "c2", "d2"));
        assertThat(SealedSecrets.changed(all, secret -> secret)).isEqualTo(all);
    }

    @Test
    void leavesWhatThereIsNoSecretOf() {
        Setting none = setting("", "b", "c", "d");
        assertThat(SealedSecrets.changed(none, secret -> secret + "2")).isEqualTo(setting("", "b2", "c2", "d2"));
    }

    @Test
    void knowsAllFieldsThatAreSealed() {
        var sealed = new ArrayList<String>();
        collect(Setting.getClassSchema(), sealed, new ArrayList<>());
        assertThat(sealed).containsExactlyInAnyOrder("sealedClientSecret", "sealedSecret", "sealedKey", "sealedJwk");
    }

    private static void collect(Schema schema, List<String> sealed, List<Schema> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (!seen.contains(schema)) {
                    seen.add(schema);
                    schema.getFields().forEach(field -> {
                        if (field.name().startsWith("sealed")) {
                            sealed.add(field.name());
                        }
                        collect(field.schema(), sealed, seen);
                    });
                }
            }
            case UNION -> schema.getTypes().forEach(each -> collect(each, sealed, seen));
            case ARRAY -> collect(schema.getElementType(), sealed, seen);
            case MAP -> collect(schema.getValueType(), sealed, seen);
            default -> {}
        }
    }

    private static Setting setting(String app, String signing, String jwk, String provider) {
        return Setting.newBuilder()
                .setId("x")
                .setCreated(Instant.EPOCH)
                .setTime(Instant.EPOCH)
                .setApp(AppSetting.newBuilder()
                        .setName("a")
                        .setKind(AppKind.WEBHOOK)
                        .setUrl("https://a.example.com")
                        .setSealedSecret(app)
                        .setSigningKeys(List.of(AppSigningKey.newBuilder()
                                .setId("k")
                                .setScheme(SignatureScheme.V1)
                                .setSealedKey(signing)
                                .setCreated(Instant.EPOCH)
                                .build()))
                        .build())
                .setSigningKey(new SigningKey("{}", jwk))
                .setConnection(ConnectionSetting.newBuilder()
                        .setName("c")
                        .setProvider(OidcProvider.newBuilder()
                                .setClientId("id")
                                .setSealedClientSecret(provider)
                                .build())
                        .build())
                .build();
    }
}
