package dev.rollcall.sync.app;

import dev.rollcall.event.AppAuthentication;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is sent as {@code Authorization} with each request to an app. */
sealed interface AppAuthorization {

    /**
     * The header's value, or null for none.
     *
     * @throws TokenFault when there is a value to be had but nobody gives it
     */
    @Nullable
    String header() throws TokenFault;

    /**
     * Called when the app answered 401 to it.
     *
     * @return whether there may be another value by now
     */
    boolean refused(@Nullable String header);

    /** The same with every request. */
    record Fixed(@Nullable String header) implements AppAuthorization {

        @Override
        public boolean refused(@Nullable String header) {
            return false;
        }

        @Override
        public String toString() {
            return "Fixed[]";
        }
    }

    /** A token that is fetched, kept until shortly before it expires, and fetched anew when the app refuses it. */
    record Fetched(TokenStore tokens) implements AppAuthorization {

        @Override
        public String header() throws TokenFault {
            return "Bearer " + tokens.token();
        }

        @Override
        public boolean refused(@Nullable String header) {
            tokens.drop(Objects.requireNonNull(header).substring("Bearer ".length()));
            return true;
        }
    }

    /**
     * As the app's setting says.
     *
     * @throws IllegalArgumentException when it can't be used as it is
     */
    static AppAuthorization of(App app, TokenStore.Fetch fetch, Clock clock) {
        AppSetting setting = app.setting();
        return switch (method(setting)) {
            case NONE, CERTIFICATE -> new Fixed(null);
            case BEARER -> new Fixed("Bearer " + bearer(app.secret()));
            case BASIC -> new Fixed(basic(setting.getClientId(), app.secret()));
            case CLIENT_CREDENTIALS -> new Fetched(new TokenStore(app, fetch, clock));
            case UNKNOWN -> throw new IllegalArgumentException("A way to authenticate that this version doesn't know");
        };
    }

    /** Of a webhook from before there were signing keys, the secret is the key, and nothing else was sent. */
    private static AppAuthentication method(AppSetting setting) {
        return setting.getKind() == AppKind.WEBHOOK && setting.getSigningKeys().isEmpty()
                ? AppAuthentication.NONE
                : setting.getAuthentication();
    }

    private static String bearer(String secret) {
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException("not a bearer token");
        }
        return secret;
    }

    /** RFC 7617. */
    private static String basic(@Nullable String name, String password) {
        byte[] both = (Objects.requireNonNullElse(name, "") + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
