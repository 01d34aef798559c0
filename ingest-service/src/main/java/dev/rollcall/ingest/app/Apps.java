package dev.rollcall.ingest.app;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Setting;
import dev.rollcall.event.SignatureScheme;
import dev.rollcall.ingest.credential.SecretProperties;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.ingest.replay.BackFills;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.SettingIds;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.ingest.setting.Versions;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The apps, as settings. */
@Component
public class Apps {

    private final Settings settings;
    private final SettingsLog log;
    private final AppJson json;
    private final AppAddresses addresses;
    private final BackFills backFills;
    private final Seal seal;
    private final Clock clock;

    Apps(
            Settings settings,
            SettingsLog log,
            AppJson json,
            AppAddresses addresses,
            BackFills backFills,
            SecretProperties secrets,
            Clock clock) {
        this.settings = settings;
        this.log = log;
        this.json = json;
        this.addresses = addresses;
        this.backFills = backFills;
        this.seal = secrets.seal();
        this.clock = clock;
    }

    /**
     * A new app, with what was made for it here; nobody can tell its secret or token again.
     *
     * @param secret a webhook's shared key
     * @param publicKey of a webhook that is signed with a private key
     * @param token that it fetches with
     */
    public record Created(
            Settings.Entry<AppSetting> app,
            @Nullable String secret,
            @Nullable String publicKey,
            @Nullable String token) {}

    /** @throws ResponseStatusException 400 for a wrong field, 409 when the id is taken */
    public Mono<Created> create(AppBody asked, BackFills.Start start, String operator) {
        String id = SettingIds.orNew(asked.id());
        String key = Settings.appKey(id);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        AppSetting app = form(id).read(asked, null);
        WebhookKeys.Made signing = app.getKind() == AppKind.WEBHOOK ? signing(id, asked, now) : null;
        if (signing != null) {
            app.setSigningKeys(List.of(signing.key()));
        }
        String token = app.getKind() == AppKind.SET_POLL ? AppSecrets.token() : null;
        app.setTokenHash(token == null ? null : Tokens.hash(token));
        var setting = Setting.newBuilder()
                .setId(key)
                .setCreated(now)
                .setTime(now)
                .setApp(app)
                .build();
        boolean isPair = signing != null && signing.key().getScheme() == SignatureScheme.V1A;
        boolean isShown = signing != null && !isPair && asked.secret() == null;
        if (settings.app(id).isPresent()) {
            return Mono.error(isTaken(id));
        }
        return backFills
                .prepare(id, app, start, operator)
                .flatMap(backFill -> log.change(key, before -> {
                            if (before != null) {
                                throw isTaken(id);
                            }
                            return setting;
                        })
                        .onErrorResume(e -> Mono.justOrEmpty(backFill)
                                .flatMap(backFills::abandon)
                                .then(Mono.error(e))))
                .map(made -> new Created(
                        entry(id, made),
                        isShown ? Objects.requireNonNull(signing).shown() : null,
                        isPair ? Objects.requireNonNull(signing).shown() : null,
                        token));
    }

    private static ResponseStatusException isTaken(String id) {
        return Refused.conflict("There is an app with id " + id + ". Choose another id, or leave it out.");
    }

    private WebhookKeys.Made signing(String id, AppBody asked, Instant now) {
        SignatureScheme scheme = AppWords.read("signature", asked.signature(), SignatureScheme.class)
                .orElse(SignatureScheme.V1);
        if (asked.secret() == null) {
            return WebhookKeys.of(scheme, sealing(id), now);
        }
        if (scheme != SignatureScheme.V1) {
            throw Refused.wrong("secret is a key of signature \"v1\"; leave it out for a pair, which is made here.");
        }
        return WebhookKeys.given(asked.secret(), sealing(id), now);
    }

    /** Oldest first. */
    List<Settings.Entry<AppSetting>> all() {
        return settings.apps();
    }

    /** @throws ResponseStatusException 404 when there is none */
    public Settings.Entry<AppSetting> find(String id) {
        return settings.app(id).orElseThrow(Apps::noSuchApp);
    }

    /**
     * Changes what the patch names (RFC 7396): null is back to what a new app has.
     *
     * @param ifMatch the version that is to be changed; null for any
     */
    public Mono<Settings.Entry<AppSetting>> patch(String id, ObjectNode patch, @Nullable String ifMatch) {
        return changeSetting(id, before -> {
            Versions.check("app", before, ifMatch);
            AppSetting app = WebhookKeys.modern(before);
            AppSetting changed = form(id).read(json.patched(id, app, patch), app);
            changed.setMoved(isMoved(app, changed) ? clock.instant().truncatedTo(ChronoUnit.MILLIS) : app.getMoved());
            return changed;
        });
    }

    private static boolean isMoved(AppSetting before, AppSetting after) {
        return before.getKind() != after.getKind() || !before.getUrl().equals(after.getUrl());
    }

    /** Changes an app as it is now, on whichever instance it was changed last; may be asked more than once. */
    Mono<Settings.Entry<AppSetting>> change(String id, UnaryOperator<AppSetting> change) {
        return changeSetting(id, before -> change.apply(WebhookKeys.modern(before)));
    }

    private interface Change {

        AppSetting of(Setting before);
    }

    private Mono<Settings.Entry<AppSetting>> changeSetting(String id, Change change) {
        find(id);
        return log.change(Settings.appKey(id), before -> {
                    if (before == null) {
                        throw noSuchApp();
                    }
                    AppSetting after = change.of(before);
                    return after.equals(before.getApp())
                            ? before
                            : Setting.newBuilder(before)
                                    .setTime(Versions.next(before, clock.instant()))
                                    .setApp(after)
                                    .build();
                })
                .map(changed -> entry(id, changed));
    }

    /** Ends deliveries to it; what it was brought stays there. */
    public Mono<Void> delete(String id) {
        return log.remove(Settings.appKey(find(id).id()));
    }

    /** What seals the app's secrets. */
    UnaryOperator<String> sealing(String id) {
        return secret -> seal.seal(Settings.appKey(id), secret);
    }

    /** Opens one of its secrets. */
    String open(String id, String sealed) {
        return seal.open(Settings.appKey(id), sealed);
    }

    private AppForm form(String id) {
        return new AppForm(settings, addresses, sealing(id));
    }

    private static ResponseStatusException noSuchApp() {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "There is no app with this id. GET /api/v1/apps lists all.");
    }

    private static Settings.Entry<AppSetting> entry(String id, Setting setting) {
        return new Settings.Entry<>(id, setting, Objects.requireNonNull(setting.getApp()));
    }
}
