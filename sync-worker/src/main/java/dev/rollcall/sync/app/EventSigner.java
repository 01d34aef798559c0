package dev.rollcall.sync.app;

import com.nimbusds.jose.jwk.RSAKey;
import dev.rollcall.event.SigningKey;
import dev.rollcall.schemas.delivery.EventToken;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.setting.SigningTimes;
import java.text.ParseException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs Security Event Tokens with the installation's keys; the ingest service makes and publishes them. */
public final class EventSigner {

    private static final Logger log = LoggerFactory.getLogger(EventSigner.class);

    private final Settings settings;
    private final Seal seal;
    private final Clock clock;
    private volatile @Nullable RSAKey opened;

    public EventSigner(Settings settings, Seal seal, Clock clock) {
        this.settings = settings;
        this.seal = seal;
        this.clock = clock;
    }

    /** The signed token; empty while there is no key, or none that can be opened. */
    public Optional<String> sign(EventToken token) {
        return SigningTimes.signing(settings.signingKeys(), key -> key.setting().getCreated(), clock.instant())
                .flatMap(this::open)
                .map(token::sign);
    }

    private Optional<RSAKey> open(Settings.Entry<SigningKey> entry) {
        RSAKey known = opened;
        if (known != null && entry.id().equals(known.getKeyID())) {
            return Optional.of(known);
        }
        try {
            RSAKey key = RSAKey.parse(
                    seal.open(Settings.signingKeyKey(entry.id()), entry.value().getSealedJwk()));
            opened = key;
            return Optional.of(key);
        } catch (ParseException | IllegalStateException e) {
            log.atError().addKeyValue("key", entry.id()).setCause(e).log("A signing key can't be opened");
            return Optional.empty();
        }
    }
}
