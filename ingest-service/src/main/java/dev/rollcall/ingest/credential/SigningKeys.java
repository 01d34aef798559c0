package dev.rollcall.ingest.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SigningKey;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.setting.SigningTimes;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The keys that sign what this installation issues, the same on all instances. A key is published a minute before it
 * signs, so that every instance knows it by then, signs for a month, and is trusted until what it signed last has
 * expired. All of this follows from when the keys were made.
 */
@Component
public final class SigningKeys {

    static final Duration LIFETIME = Duration.ofDays(30);

    /** From a key's last signature to distrusting it; more than anything that it signed is valid. */
    static final Duration GRACE = Duration.ofHours(1);

    private static final int BITS = 2048;

    private final Settings settings;
    private final SettingsLog log;
    private final Seal seal;
    private final Clock clock;
    private final Scheduler blocking;
    private volatile List<Key> keys = List.of();

    SigningKeys(Settings settings, SettingsLog log, SecretProperties secrets, Clock clock, Scheduler blocking) {
        this.settings = settings;
        this.log = log;
        this.seal = secrets.seal();
        this.clock = clock;
        this.blocking = blocking;
        String prefix = Settings.signingKeyKey("");
        settings.onChange((key, _) -> {
            if (key.startsWith(prefix)) {
                read();
            }
        });
        read();
    }

    /** A key as the settings have it; the public part is read, the other is sealed. */
    record Key(String kid, Instant created, RSAKey publicKey, String sealed) {

        static Key of(Settings.Entry<SigningKey> entry) {
            SigningKey key = entry.value();
            return new Key(entry.id(), entry.setting().getCreated(), parse(key.getPublicJwk()), key.getSealedJwk());
        }
    }

    /** Oldest first. */
    private void read() {
        keys = settings.signingKeys().stream().map(Key::of).toList();
    }

    /** Makes the first key, and the next one in time, where others than this service sign. */
    public Mono<Void> ready() {
        return Mono.defer(() -> isDue(keys, clock.instant()) ? make(false) : Mono.<Void>empty());
    }

    /** The key that signs now. Makes the first one, and the next one in time. */
    public Mono<RSAKey> signing() {
        return ready().then(Mono.fromCallable(() -> {
            Key key = signing(keys, clock.instant());
            return parse(seal.open(Settings.signingKeyKey(key.kid()), key.sealed()));
        }));
    }

    /** The public keys whose signatures are trusted, as a JWK set (RFC 7517 §5). */
    public JWKSet trusted() {
        return new JWKSet(trusted(keys, clock.instant()).stream()
                .map(Key::publicKey)
                .map(JWK.class::cast)
                .toList());
    }

    /** When each key was made, by its id, oldest first. */
    public Map<String, Instant> created() {
        var created = new LinkedHashMap<String, Instant>();
        keys.forEach(key -> created.put(key.kid(), key.created()));
        return created;
    }

    /** Makes a new key, which takes over in a minute. What the ones before signed stays valid. */
    public Mono<Void> rotate() {
        return make(true);
    }

    /** Distrusts a key at once, with all that it signed; empty when there is none. */
    public Mono<Setting> revoke(String kid) {
        return Mono.justOrEmpty(settings.setting(Settings.signingKeyKey(kid)))
                .flatMap(key -> log.remove(key.getId()).thenReturn(key));
    }

    static boolean isDue(List<Key> keys, Instant now) {
        return keys.isEmpty() || !keys.getLast().created().plus(LIFETIME).isAfter(now);
    }

    /** The newest one that everybody knows, or the first one. */
    static Key signing(List<Key> keys, Instant now) {
        return SigningTimes.signing(keys, Key::created, now).orElseThrow();
    }

    static List<Key> trusted(List<Key> keys, Instant now) {
        Duration longest = SigningTimes.NOTICE.plus(GRACE);
        return IntStream.range(0, keys.size())
                .filter(i -> i == keys.size() - 1
                        || keys.get(i + 1).created().plus(longest).isAfter(now))
                .mapToObj(keys::get)
                .toList();
    }

    /** @param isForced also where another instance made one in the meantime */
    private Mono<Void> make(boolean isForced) {
        return Mono.fromCallable(this::generate)
                .subscribeOn(blocking)
                .flatMap(made ->
                        log.change(made.getId(), before -> isForced || isDue(keys, clock.instant()) ? made : before))
                .thenMany(Flux.defer(() -> {
                    List<Key> trusted = trusted(keys, clock.instant());
                    return Flux.fromIterable(keys).filter(key -> !trusted.contains(key));
                }))
                .concatMap(old -> log.remove(Settings.signingKeyKey(old.kid())))
                .then();
    }

    private Setting generate() throws JOSEException {
        String kid = UUID.randomUUID().toString();
        RSAKey key = new RSAKeyGenerator(BITS)
                .keyID(kid)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .generate();
        String id = Settings.signingKeyKey(kid);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Setting.newBuilder()
                .setId(id)
                .setCreated(now)
                .setTime(now)
                .setSigningKey(SigningKey.newBuilder()
                        .setPublicJwk(key.toPublicJWK().toJSONString())
                        .setSealedJwk(seal.seal(id, key.toJSONString()))
                        .build())
                .build();
    }

    private static RSAKey parse(String jwk) {
        try {
            return RSAKey.parse(jwk);
        } catch (ParseException e) {
            throw new IllegalStateException("A signing key in the settings can't be read.", e);
        }
    }
}
