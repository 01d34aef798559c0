package dev.rollcall.sync.app;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.SignatureScheme;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scope.Mapping;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.schemas.scope.Scope;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import java.net.URI;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The apps as the settings have them now. */
public final class Apps {

    private static final String PREFIX = Settings.appKey("");
    private static final Set<AppKind> DELIVERED = EnumSet.complementOf(EnumSet.of(AppKind.UNKNOWN));

    private final Settings settings;
    private final Seal seal;
    private final Clock clock;

    public Apps(Settings settings, Seal seal, Clock clock) {
        this.settings = settings;
        this.seal = seal;
        this.clock = clock;
    }

    /** The ids of all apps, enabled or not. */
    public Set<String> ids() {
        var ids = new TreeSet<String>();
        settings.apps().forEach(entry -> ids.add(entry.id()));
        return ids;
    }

    /** Calls with the id of an app whenever its setting changes or goes. */
    public void onChange(Consumer<String> listener) {
        settings.onChange((key, setting) -> {
            if (key.startsWith(PREFIX)) {
                listener.accept(key.substring(PREFIX.length()));
            }
        });
    }

    /**
     * The app to deliver to; empty when it is gone, disabled or of a kind that this version doesn't know.
     *
     * @throws UnusableAppException when its setting can't be used as it is
     */
    public Optional<App> enabled(String id) throws UnusableAppException {
        Optional<Settings.Entry<AppSetting>> found = settings.app(id)
                .filter(entry -> entry.value().getEnabled()
                        && DELIVERED.contains(entry.value().getKind()));
        return found.isEmpty() ? Optional.empty() : Optional.of(open(found.get()));
    }

    private App open(Settings.Entry<AppSetting> entry) throws UnusableAppException {
        AppSetting app = entry.value();
        long time = entry.setting().getTime().toEpochMilli();
        try {
            Scope.of(app);
            Mapping.of(app.getMapping());
        } catch (ScimException | MappingException e) {
            throw new UnusableAppException("Its scope or mapping can't be used: " + e.getMessage(), time, e);
        }
        try {
            String secret = opened(entry.id(), app.getSealedSecret());
            List<SigningKey> keys = app.getKind() == AppKind.WEBHOOK ? keys(entry.id(), app, secret) : List.of();
            if (app.getKind() == AppKind.WEBHOOK && keys.stream().noneMatch(key -> key.isInForce(clock.instant()))) {
                throw new UnusableAppException(UnusableAppException.KEYS_EXPIRED, time, null);
            }
            return checked(new App(entry.id(), url(app), secret, keys, app, time));
        } catch (IllegalStateException e) {
            throw new UnusableAppException(
                    "Its secret can't be opened; set it anew, or mend this: " + e.getMessage(), time, e);
        } catch (IllegalArgumentException e) {
            throw new UnusableAppException("Its URL, secret or signing key is malformed; set it anew.", time, e);
        }
    }

    /** Who fetches isn't asked anything. */
    private static App checked(App app) {
        if (app.kind() != AppKind.SET_POLL) {
            AppAuthorization.of(app, _ -> Answer.absent(), Clock.systemUTC());
            AppTls.check(app);
        }
        return app;
    }

    private String opened(String id, String sealed) {
        return sealed.isEmpty() ? "" : seal.open(Settings.appKey(id), sealed);
    }

    /** A webhook that was set up before there were signing keys is signed for with its secret. */
    private List<SigningKey> keys(String id, AppSetting app, String secret) {
        List<SigningKey> keys = app.getSigningKeys().isEmpty()
                ? List.of(new SigningKey(SignatureScheme.V1, secret, null))
                : app.getSigningKeys().stream()
                        .map(key -> new SigningKey(
                                key.getScheme(), seal.open(Settings.appKey(id), key.getSealedKey()), key.getExpires()))
                        .toList();
        keys.forEach(key -> Signer.of(key.scheme(), key.key()));
        return keys;
    }

    private static URI url(AppSetting app) {
        if (app.getKind() == AppKind.SET_POLL) {
            return URI.create("");
        }
        String text = app.getUrl().strip();
        URI url = URI.create(app.getKind() == AppKind.SCIM ? text.replaceAll("/+$", "") : text);
        boolean isHttp = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        if (!isHttp || url.getHost() == null) {
            throw new IllegalArgumentException("not an http(s) URL");
        }
        return url;
    }
}
