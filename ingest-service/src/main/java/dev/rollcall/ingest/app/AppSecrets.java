package dev.rollcall.ingest.app;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.AppSigningKey;
import dev.rollcall.event.SignatureScheme;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.ingest.setting.Overlap;
import dev.rollcall.ingest.setting.Refused;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** What is made here for an app: the keys that its webhooks are signed with, the token that it fetches with. */
@Component
final class AppSecrets {

    private static final int MAX_KEYS = 10;
    private static final String TOKEN_PREFIX = "rcp_";

    private final Apps apps;
    private final Clock clock;

    AppSecrets(Apps apps, Clock clock) {
        this.apps = apps;
        this.clock = clock;
    }

    /** A new token for an app of kind set_poll, which nobody can tell again. */
    static String token() {
        return TOKEN_PREFIX + Tokens.secret(Base64.getUrlEncoder().withoutPadding());
    }

    /** @throws ResponseStatusException 404 when there is no such app, 409 when it is no webhook */
    List<SigningKeyView> keys(String app) {
        return webhook(WebhookKeys.modern(apps.find(app).setting())).getSigningKeys().stream()
                .map(key -> SigningKeyView.of(
                        key,
                        key.getScheme() == SignatureScheme.V1A
                                ? WebhookKeys.publicKey(apps.open(app, key.getSealedKey()))
                                : null))
                .toList();
    }

    /** Makes a key; the existing ones sign for the overlap still. */
    Mono<WebhookKeys.Made> addKey(String app, NewSigningKey asked) {
        webhook(apps.find(app).value());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant end = now.plus(Overlap.checked(asked.overlap()));
        SignatureScheme scheme =
                AppWords.read("scheme", asked.scheme(), SignatureScheme.class).orElse(SignatureScheme.V1);
        WebhookKeys.Made made = WebhookKeys.of(scheme, apps.sealing(app), now);
        return apps.change(app, before -> {
                    var keys = new ArrayList<AppSigningKey>();
                    webhook(before).getSigningKeys().stream()
                            .filter(key -> !WebhookKeys.isExpired(key, now))
                            .map(key -> ending(key, end))
                            .forEach(keys::add);
                    keys.add(made.key());
                    if (keys.size() > MAX_KEYS) {
                        throw Refused.conflict("A webhook has at most " + MAX_KEYS + " keys; delete those not in use.");
                    }
                    return AppSetting.newBuilder(before).setSigningKeys(keys).build();
                })
                .thenReturn(made);
    }

    /** It signs no more; the last one that does is kept. */
    Mono<Void> deleteKey(String app, String id) {
        return apps.change(app, before -> {
                    List<AppSigningKey> rest = webhook(before).getSigningKeys().stream()
                            .filter(key -> !key.getId().equals(id))
                            .toList();
                    if (rest.size() == before.getSigningKeys().size()) {
                        throw new ResponseStatusException(
                                HttpStatus.NOT_FOUND,
                                "This app has no key with this id. GET .../signing-keys lists all.");
                    }
                    if (rest.stream().allMatch(key -> key.getExpires() != null)) {
                        throw Refused.conflict("This is the only key that doesn't expire; make another one first.");
                    }
                    return AppSetting.newBuilder(before).setSigningKeys(rest).build();
                })
                .then();
    }

    /** A token in place of the former, which fetches nothing any more. */
    Mono<String> renewToken(String app) {
        String token = token();
        return apps.change(app, before -> {
                    if (before.getKind() != AppKind.SET_POLL) {
                        throw Refused.conflict("Only apps of kind \"set_poll\" have a token that is made here.");
                    }
                    return AppSetting.newBuilder(before)
                            .setTokenHash(Tokens.hash(token))
                            .build();
                })
                .thenReturn(token);
    }

    private static AppSigningKey ending(AppSigningKey key, Instant end) {
        boolean isSooner = key.getExpires() != null && key.getExpires().isBefore(end);
        return isSooner ? key : AppSigningKey.newBuilder(key).setExpires(end).build();
    }

    private static AppSetting webhook(AppSetting app) {
        if (app.getKind() != AppKind.WEBHOOK) {
            throw Refused.conflict("Only apps of kind \"webhook\" have signing keys.");
        }
        return app;
    }
}
