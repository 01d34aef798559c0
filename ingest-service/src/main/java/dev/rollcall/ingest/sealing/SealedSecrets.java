package dev.rollcall.ingest.sealing;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.AppSigningKey;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SigningKey;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All that is sealed in a setting, of whatever kind. Pure. */
final class SealedSecrets {

    private SealedSecrets() {}

    /** The same setting with each sealed secret as the change makes it; its version stays, for it says the same. */
    static Setting changed(Setting setting, UnaryOperator<String> change) {
        UnaryOperator<String> each = secret -> secret.isEmpty() ? secret : change.apply(secret);
        return Setting.newBuilder(setting)
                .setConnection(connection(setting.getConnection(), each))
                .setApp(app(setting.getApp(), each))
                .setSigningKey(signingKey(setting.getSigningKey(), each))
                .build();
    }

    private static @Nullable ConnectionSetting connection(
            @Nullable ConnectionSetting connection, UnaryOperator<String> each) {
        OidcProvider provider = connection == null ? null : connection.getProvider();
        if (connection == null || provider == null || provider.getSealedClientSecret() == null) {
            return connection;
        }
        return ConnectionSetting.newBuilder(connection)
                .setProvider(OidcProvider.newBuilder(provider)
                        .setSealedClientSecret(each.apply(provider.getSealedClientSecret()))
                        .build())
                .build();
    }

    private static @Nullable AppSetting app(@Nullable AppSetting app, UnaryOperator<String> each) {
        if (app == null) {
            return null;
        }
        List<AppSigningKey> keys = app.getSigningKeys().stream()
                .map(key -> AppSigningKey.newBuilder(key)
                        .setSealedKey(each.apply(key.getSealedKey()))
                        .build())
                .toList();
        return AppSetting.newBuilder(app)
                .setSealedSecret(each.apply(app.getSealedSecret()))
                .setSigningKeys(keys)
                .build();
    }

    private static @Nullable SigningKey signingKey(@Nullable SigningKey key, UnaryOperator<String> each) {
        return key == null
                ? null
                : SigningKey.newBuilder(key)
                        .setSealedJwk(each.apply(key.getSealedJwk()))
                        .build();
    }
}
