package dev.rollcall.ingest.app;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.ingest.credential.Tokens;
import dev.rollcall.schemas.setting.Settings;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A new app that was checked field by field. */
record AppRequest(
        String name,
        AppKind kind,
        String url,
        List<String> connections,
        String secret,
        boolean isSecretNew,
        DeprovisionAction deprovision,
        boolean enabled) {

    /** What signing keys of Standard Webhooks begin with. */
    private static final String WEBHOOK_PREFIX = "whsec_";

    private static final int MAX_NAME = 200;

    /** @throws ResponseStatusException 400 that names the field and what it may be */
    static AppRequest of(NewApp asked, Settings settings) {
        AppKind kind = switch (asked.kind()) {
            case "webhook" -> AppKind.WEBHOOK;
            case "scim" -> AppKind.SCIM;
            case null, default -> throw wrong("kind must be \"webhook\" or \"scim\".");
        };
        DeprovisionAction deprovision = switch (asked.deprovision()) {
            case null -> DeprovisionAction.DELETE;
            case "delete" -> DeprovisionAction.DELETE;
            case "deactivate" -> DeprovisionAction.DEACTIVATE;
            default -> throw wrong("deprovision must be \"delete\" or \"deactivate\".");
        };
        boolean isNew = asked.secret() == null && kind == AppKind.WEBHOOK;
        return new AppRequest(
                name(asked.name()),
                kind,
                url(asked.url()),
                connections(asked.connections(), settings),
                isNew ? WEBHOOK_PREFIX + Tokens.secret(Base64.getEncoder()) : secret(kind, asked.secret()),
                isNew,
                deprovision,
                !Boolean.FALSE.equals(asked.enabled()));
    }

    AppSetting setting(String sealedSecret) {
        return AppSetting.newBuilder()
                .setName(name)
                .setKind(kind)
                .setUrl(url)
                .setConnections(connections)
                .setSealedSecret(sealedSecret)
                .setDeprovision(deprovision)
                .setEnabled(enabled)
                .build();
    }

    private static String name(@Nullable String name) {
        String given = Objects.requireNonNullElse(name, "").strip();
        if (given.isEmpty() || given.length() > MAX_NAME) {
            throw wrong("name must have 1 to " + MAX_NAME + " characters.");
        }
        return given;
    }

    private static String url(@Nullable String url) {
        try {
            URI given = URI.create(Objects.requireNonNullElse(url, ""));
            boolean isHttp = "http".equalsIgnoreCase(given.getScheme()) || "https".equalsIgnoreCase(given.getScheme());
            if (isHttp && given.getHost() != null && given.getUserInfo() == null) {
                return given.toString();
            }
        } catch (IllegalArgumentException e) {
            throw wrong("url isn't a URL.");
        }
        throw wrong("url must be absolute, with http or https, a host, and no user name in it.");
    }

    private static List<String> connections(@Nullable List<String> asked, Settings settings) {
        List<String> given = Objects.requireNonNullElse(asked, List.of());
        given.stream()
                .filter(id -> id == null || settings.connection(id).isEmpty())
                .findFirst()
                .ifPresent(_ -> {
                    throw wrong("connections holds an id of no connection. GET /api/v1/connections lists all.");
                });
        return List.copyOf(given);
    }

    private static String secret(AppKind kind, @Nullable String secret) {
        if (secret == null || secret.isBlank()) {
            throw wrong("secret is needed: the bearer token that the app takes.");
        }
        if (kind == AppKind.WEBHOOK && !secret.startsWith(WEBHOOK_PREFIX)) {
            throw wrong("secret of a webhook must start with " + WEBHOOK_PREFIX + "; leave it out to get one.");
        }
        return secret;
    }

    private static ResponseStatusException wrong(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
