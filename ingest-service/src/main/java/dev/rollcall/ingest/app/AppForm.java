package dev.rollcall.ingest.app;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.MessageBody;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UpdateMethod;
import dev.rollcall.ingest.drift.ReconcileEvery;
import dev.rollcall.ingest.setting.Lines;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads what is asked of an app, field by field, into what settings keep. */
final class AppForm {

    private static final int MAX_NAME = 200;
    private static final int MAX_AUDIENCE = 1_000;

    private final Settings settings;
    private final AppAddresses addresses;
    private final AuthenticationForm authentication;

    /** @param seal seals a new secret */
    AppForm(Settings settings, AppAddresses addresses, UnaryOperator<String> seal) {
        this.settings = settings;
        this.addresses = addresses;
        this.authentication = new AuthenticationForm(addresses, seal);
    }

    /**
     * The app as settings keep it, without keys and token where it is new.
     *
     * @param before what was there, for its secrets
     * @throws org.springframework.web.server.ResponseStatusException 400 that names the field, what is wrong with it, and
     *     what it may be
     */
    AppSetting read(AppBody asked, @Nullable AppSetting before) {
        AppKind kind = AppWords.read("kind", asked.kind(), AppKind.class)
                .orElseThrow(
                        () -> Refused.wrong("kind is needed: \"scim\", \"webhook\", \"set_push\" or \"set_poll\"."));
        KindFields.check(kind, asked);
        var scope = Objects.requireNonNullElse(asked.scope(), new AppBody.Scope(null, null));
        var limits = Objects.requireNonNullElse(asked.limits(), new AppBody.Limits(null, null));
        AppSetting app = AppSetting.newBuilder()
                .setName(Lines.of("name", asked.name(), 1, MAX_NAME))
                .setKind(kind)
                .setUrl(url(kind, asked.url()))
                .setConnections(connections(asked.connections(), before))
                .setSealedSecret("")
                .setEnabled(!Boolean.FALSE.equals(asked.enabled()))
                .setTrustedCertificates(trusted(asked.trustedCertificates()))
                .setUpdateMethod(AppWords.read("update_method", asked.updateMethod(), UpdateMethod.class)
                        .orElse(UpdateMethod.PUT))
                .setDeprovision(AppWords.read("deprovision", asked.deprovision(), DeprovisionAction.class)
                        .orElse(DeprovisionAction.DELETE))
                .setUserFilter(ScopeForm.filter(scope.users(), ResourceType.USER))
                .setGroupFilter(ScopeForm.filter(scope.groups(), ResourceType.GROUP))
                .setMapping(ScopeForm.mapping(asked.mapping()))
                .setKinds(ScopeForm.kinds(asked.kinds()))
                .setBody(AppWords.read("body", asked.body(), MessageBody.class).orElse(MessageBody.FULL))
                .setAudience(asked.audience() == null ? null : Lines.of("audience", asked.audience(), 1, MAX_AUDIENCE))
                .setConcurrency(bounded("limits.concurrency", limits.concurrency(), AppBody.Limits.MOST_CONCURRENCY))
                .setRequestsPerSecond(bounded(
                        "limits.requests_per_second", limits.requestsPerSecond(), AppBody.Limits.MOST_PER_SECOND))
                .setReconcileEvery(ReconcileEvery.checked(asked.reconcileEvery()))
                .setSigningKeys(before == null ? List.of() : before.getSigningKeys())
                .setTokenHash(before == null ? null : before.getTokenHash())
                .build();
        authenticate(asked, kind, before, app);
        return app;
    }

    private String url(AppKind kind, @Nullable String asked) {
        return switch (kind) {
            case SCIM -> addresses.checkedBase("url", asked);
            case WEBHOOK, SET_PUSH -> addresses.checked("url", asked);
            case SET_POLL, UNKNOWN -> "";
        };
    }

    private void authenticate(AppBody asked, AppKind kind, @Nullable AppSetting before, AppSetting into) {
        boolean isShort = asked.secret() != null && kind != AppKind.WEBHOOK;
        var given = Objects.requireNonNullElse(
                asked.authentication(), new AppBody.Authentication(null, null, null, null, null, null, null));
        AppAuthentication method = AppWords.read("authentication.method", given.method(), AppAuthentication.class)
                .orElse(
                        kind == AppKind.SCIM || kind == AppKind.SET_PUSH || given.secret() != null
                                ? AppAuthentication.BEARER
                                : AppAuthentication.NONE);
        if (isShort && (method != AppAuthentication.BEARER || given.secret() != null)) {
            throw Refused.wrong(
                    "secret is short for authentication.secret of the method \"bearer\"; send one of them.");
        }
        authentication.read(
                isShort ? new AppBody.Authentication(null, null, asked.secret(), null, null, null, null) : given,
                method,
                before,
                into);
        if (before != null && isSent(method) && into.getSealedSecret().equals(before.getSealedSecret())) {
            checkSameServer(before, into);
        }
    }

    private static boolean isSent(AppAuthentication method) {
        return method != AppAuthentication.NONE && method != AppAuthentication.CERTIFICATE;
    }

    private static void checkSameServer(AppSetting before, AppSetting after) {
        if (!AppAddresses.origin(before.getUrl()).equals(AppAddresses.origin(after.getUrl()))
                || !Objects.equals(before.getTokenUrl(), after.getTokenUrl())) {
            throw Refused.wrong(
                    "authentication.secret must be given again with another url or authentication.token_url:"
                            + " it isn't sent to a server that it wasn't entered for.");
        }
    }

    /** One that was deleted since stays, so that everything else can be changed, and its app doesn't follow all instead. */
    private List<String> connections(@Nullable List<@Nullable String> asked, @Nullable AppSetting before) {
        List<String> followed = before == null ? List.of() : before.getConnections();
        List<@Nullable String> given = Objects.requireNonNullElse(asked, List.of());
        return given.stream()
                .map(String::valueOf)
                .distinct()
                .peek(id -> {
                    if (settings.connection(id).isEmpty() && !followed.contains(id)) {
                        throw Refused.wrong(
                                "connections holds an id of no connection. GET /api/v1/connections lists all.");
                    }
                })
                .toList();
    }

    private static @Nullable String trusted(@Nullable String pem) {
        if (pem != null) {
            Certificates.read("trusted_certificates", pem);
        }
        return pem;
    }

    private static @Nullable Integer bounded(String field, @Nullable Integer number, int most) {
        if (number != null && (number < 1 || number > most)) {
            throw Refused.wrong(field + " must be from 1 to " + most + "; leave it out for the default.");
        }
        return number;
    }
}
