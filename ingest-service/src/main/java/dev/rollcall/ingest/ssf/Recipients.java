package dev.rollcall.ingest.ssf;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.schemas.setting.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Knows the apps that fetch their tokens by the hash of each one's bearer token. */
@Component
final class Recipients {

    private static final String SCHEME = "Bearer ";

    private final Settings settings;

    Recipients(Settings settings) {
        this.settings = settings;
    }

    /** Whether the header (RFC 6750 §2.1) is that app's; the same for no such app as for a wrong token. */
    boolean isOf(String app, @Nullable String authorization) {
        return app(app).map(AppSetting::getTokenHash)
                .filter(hash -> Tokens.isHashOf(hash, token(authorization)))
                .isPresent();
    }

    boolean isEnabled(String app) {
        return app(app).filter(AppSetting::getEnabled).isPresent();
    }

    private Optional<AppSetting> app(String id) {
        return settings.app(id).map(Settings.Entry::value).filter(app -> app.getKind() == AppKind.SET_POLL);
    }

    private static String token(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : "";
    }
}
