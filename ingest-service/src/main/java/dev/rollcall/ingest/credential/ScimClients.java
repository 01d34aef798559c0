package dev.rollcall.ingest.credential;

import dev.rollcall.event.Credential;
import dev.rollcall.event.CredentialKind;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Tells which client a request is of, from this instance's view of the settings: no I/O. A credential opens its own
 * connection only; whether another one exists is nobody's business, so the wrong credential for it is just a wrong one.
 */
@Component
public final class ScimClients {

    /** The schemes of RFC 6750 and RFC 7617, in any case (RFC 9110 §11.1). */
    private static final String BEARER = "Bearer ";

    private static final String BASIC = "Basic ";

    private static final String BASIC_CHALLENGE = "Basic realm=\"rollcall\", charset=\"UTF-8\"";
    private static final String BEARER_CHALLENGE = "Bearer realm=\"rollcall\"";

    /** Where something was presented (RFC 6750 §3.1). */
    private static final String INVALID_TOKEN =
            ", error=\"invalid_token\"," + " error_description=\"The token is wrong, expired or revoked.\"";

    private final Keyrings keyrings;
    private final AccessTokens accessTokens;
    private final PasswordHash passwords;
    private final FailedAttempts failures;
    private final Clock clock;

    ScimClients(
            Keyrings keyrings,
            AccessTokens accessTokens,
            PasswordHash passwords,
            FailedAttempts failures,
            Clock clock) {
        this.keyrings = keyrings;
        this.accessTokens = accessTokens;
        this.passwords = passwords;
        this.failures = failures;
        this.clock = clock;
    }

    /**
     * Whether a SCIM request is let in.
     *
     * @param connection whose endpoint it came to
     * @param remote where it came from
     */
    public Admission admit(String connection, HttpHeaders headers, @Nullable InetSocketAddress remote) {
        Keyring keyring = keyrings.of(connection).orElse(null);
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            failures.count(Refusal.MISSING);
            return refused(Refusal.MISSING, keyring, 0);
        }
        if (keyring == null) {
            return wrong(null, remote);
        }
        if (has(BASIC, authorization)) {
            // a password may be guessed, so guesses have to wait; who knows a token may come at any time
            long wait = failures.wait(remote, connection);
            return wait > 0
                    ? refused(Refusal.TOO_MANY, keyring, wait)
                    : admit(keyring, remote, basic(keyring, rest(BASIC, authorization)));
        }
        return admit(
                keyring,
                remote,
                has(BEARER, authorization) ? bearer(keyring, rest(BEARER, authorization)) : Optional.empty());
    }

    /** Whose bearer token a request brought that isn't let in: it may be meant for another URL than it came to. */
    public Optional<ScimClient> owner(HttpHeaders headers) {
        return Optional.ofNullable(headers.getFirst(HttpHeaders.AUTHORIZATION))
                .filter(authorization -> has(BEARER, authorization))
                .map(authorization -> rest(BEARER, authorization))
                .flatMap(token -> Tokens.connectionOf(token)
                        .flatMap(keyrings::of)
                        .flatMap(keyring -> bearer(keyring, token)
                                .map(found -> new ScimClient(keyring.connection(), keyring.setting(), found.getId()))));
    }

    /** Whether a client is given access tokens of a connection. */
    public Admission admit(String connection, String clientId, String secret, @Nullable InetSocketAddress remote) {
        Keyring keyring = keyrings.of(connection).orElse(null);
        return keyring == null
                ? wrong(null, remote)
                : admit(
                        keyring,
                        remote,
                        keyring.find(CredentialKind.CLIENT, clientId, Tokens.hash(secret), clock.instant()));
    }

    private Admission admit(Keyring keyring, @Nullable InetSocketAddress remote, Optional<Credential> found) {
        if (found.isEmpty()) {
            return wrong(keyring, remote);
        }
        var client = new ScimClient(
                keyring.connection(), keyring.setting(), found.get().getId());
        if (!keyring.setting().getEnabled()) {
            return new Admission.Refused(Refusal.DISABLED, client, List.of(), 0);
        }
        if (!keyring.admits(remote)) {
            return new Admission.Refused(Refusal.SOURCE, client, List.of(), 0);
        }
        return new Admission.Granted(client);
    }

    private Optional<Credential> bearer(Keyring keyring, String token) {
        return Tokens.connectionOf(token).isPresent()
                ? keyring.find(CredentialKind.BEARER, "", Tokens.hash(token), clock.instant())
                : accessTokens
                        .verify(token)
                        .filter(verified -> verified.connection().equals(keyring.connection()))
                        .flatMap(verified -> keyring.find(verified.credential(), clock.instant()))
                        .filter(credential -> credential.getKind() == CredentialKind.CLIENT);
    }

    private Optional<Credential> basic(Keyring keyring, String encoded) {
        return BasicCredential.parse(encoded)
                .flatMap(basic -> passwords.candidates(basic.password()).stream()
                        .flatMap(hash ->
                                keyring.find(CredentialKind.BASIC, basic.name(), hash, clock.instant()).stream())
                        .findFirst());
    }

    private Admission wrong(@Nullable Keyring keyring, @Nullable InetSocketAddress remote) {
        long wait = failures.count(remote, keyring == null ? "" : keyring.connection());
        return refused(wait > 0 ? Refusal.TOO_MANY : Refusal.WRONG, keyring, wait);
    }

    private static Admission refused(Refusal refusal, @Nullable Keyring keyring, long wait) {
        var challenges = new ArrayList<String>();
        // a connection that there isn't takes what most do
        if (keyring == null || keyring.takes(CredentialKind.BEARER) || keyring.takes(CredentialKind.CLIENT)) {
            challenges.add(refusal == Refusal.MISSING ? BEARER_CHALLENGE : BEARER_CHALLENGE + INVALID_TOKEN);
        }
        if (keyring != null && keyring.takes(CredentialKind.BASIC)) {
            challenges.add(BASIC_CHALLENGE);
        }
        return new Admission.Refused(refusal, null, challenges, wait);
    }

    private static boolean has(String scheme, String authorization) {
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static String rest(String scheme, String authorization) {
        return authorization.substring(scheme.length()).strip();
    }
}
