package dev.rollcall.ingest.session;

import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.credential.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a console session's cookie holds.
 *
 * @param connection that the login came by; null for the administrator's token
 * @param subject the provider's id of the person
 * @param name to greet them by
 * @param email null where the provider told none, or says that it isn't verified
 * @param user the id of the same person in the connection's directory; null where there was none at login
 * @param groups a digest of the groups they were in at login; null without a user
 * @param opener a digest of the provider's setting, or of the token, that opened the session: it ends when that changes
 * @param login in seconds since 1970
 * @param seen the time of the last request, about, in seconds since 1970
 */
public record Session(
        @Nullable String connection,
        String subject,
        String name,
        @Nullable String email,
        @Nullable String user,
        @Nullable String groups,
        Facts facts,
        String opener,
        long login,
        long seen) {

    /** A session of the administrator's token, which is every administrator. */
    static Session ofToken(String tokenHash, Instant now) {
        return new Session(
                null,
                "admin",
                "Administrator",
                null,
                null,
                null,
                Facts.NONE,
                tokenHash,
                now.getEpochSecond(),
                now.getEpochSecond());
    }

    boolean isAlive(Instant now, SessionProperties properties) {
        return now.isBefore(Instant.ofEpochSecond(login).plus(properties.lifetime()))
                && now.isBefore(Instant.ofEpochSecond(seen).plus(properties.idle()));
    }

    /** How long it can go on without another request. */
    Duration rest(SessionProperties properties) {
        Instant end = Instant.ofEpochSecond(login).plus(properties.lifetime());
        Instant idle = Instant.ofEpochSecond(seen).plus(properties.idle());
        return Duration.between(Instant.ofEpochSecond(seen), end.isBefore(idle) ? end : idle);
    }

    Session seenAt(Instant now) {
        return new Session(connection, subject, name, email, user, groups, facts, opener, login, now.getEpochSecond());
    }

    /** A digest of who is asked to vouch for a person: another client or another issuer is another provider. */
    static String opener(OidcProvider provider) {
        return Tokens.hash(provider.getClientId()
                + "\0" + Objects.requireNonNullElse(provider.getEnvironment(), "")
                + "\0" + provider.getRegion()
                + "\0" + Objects.requireNonNullElse(provider.getDiscoveryUrl(), ""));
    }

    static String digest(Collection<String> groups) {
        return Tokens.hash(groups.stream().sorted().collect(Collectors.joining("\0")));
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "Session[" + Objects.requireNonNullElse(connection, "admin token") + "]";
    }
}
