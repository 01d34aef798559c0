package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.EventFeed;
import dev.rollcall.schemas.delivery.EventToken;
import dev.rollcall.schemas.delivery.EventTokens;
import dev.rollcall.schemas.setting.Sessions;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.setting.SigningTimes;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The Security Event Tokens that an app would get, pushed or fetched, as they are before they are signed. */
@Component
final class TokenPreview {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Settings settings;
    private final Sessions sessions;
    private final Clock clock;

    TokenPreview(Settings settings, Clock clock) {
        this.settings = settings;
        this.sessions = new Sessions(settings);
        this.clock = clock;
    }

    List<Preview.UnsignedToken> of(Rules rules, IdentityChange told, String issuer) {
        EventFeed feed = EventFeed.of(rules.id(), rules.app(), issuer);
        return EventTokens.of(told, feed, sessions.end(told.getConnection()), clock.instant()).stream()
                .map(this::unsigned)
                .toList();
    }

    private Preview.UnsignedToken unsigned(EventToken token) {
        return new Preview.UnsignedToken(
                false, JSON.readTree(EventToken.header(keyId()).toString()), JSON.readTree(token.claims()));
    }

    private @Nullable String keyId() {
        return SigningTimes.signing(settings.signingKeys(), key -> key.setting().getCreated(), clock.instant())
                .map(Settings.Entry::id)
                .orElse(null);
    }
}
