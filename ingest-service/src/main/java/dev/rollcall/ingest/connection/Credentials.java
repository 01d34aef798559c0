package dev.rollcall.ingest.connection;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Credential;
import dev.rollcall.event.CredentialKind;
import dev.rollcall.ingest.credential.CredentialKinds;
import dev.rollcall.ingest.credential.Mint;
import dev.rollcall.ingest.credential.Mint.Minted;
import dev.rollcall.ingest.credential.SigningKeys;
import dev.rollcall.ingest.setting.Lines;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** The credentials of the connections' clients. */
@Component
public class Credentials {

    private static final int MAX_CREDENTIALS = 100;
    private static final int MAX_LENGTH = 200;
    private static final int MIN_PASSWORD = 16;

    /** For how long an expired credential is still listed. */
    private static final Duration SHOWN = Duration.ofDays(30);

    private final Connections connections;
    private final Mint mint;
    private final SigningKeys signingKeys;
    private final Clock clock;

    Credentials(Connections connections, Mint mint, SigningKeys signingKeys, Clock clock) {
        this.connections = connections;
        this.mint = mint;
        this.signingKeys = signingKeys;
        this.clock = clock;
    }

    /** @throws ResponseStatusException 404 when there is no such connection */
    public List<Credential> all(String connection) {
        return connections.find(connection).value().getCredentials();
    }

    /** @throws ResponseStatusException 400 for a wrong field, 409 for a kind that the connection doesn't take */
    public Mono<Minted> create(String connection, NewCredential asked) {
        Minted made = made(connection, asked);
        Credential credential = made.credential();
        // the key is known everywhere by the time that the first token is asked for
        Mono<?> signingKey = credential.getKind() == CredentialKind.CLIENT ? signingKeys.signing() : Mono.empty();
        return connections
                .change(connection, before -> {
                    if (!before.getMethods().contains(credential.getKind())) {
                        throw Refused.conflict("This connection doesn't take credentials of the kind "
                                + CredentialKinds.word(credential.getKind())
                                + "; add it to its authentication.methods first.");
                    }
                    if (credential.getName() != null
                            && before.getCredentials().stream()
                                    .anyMatch(other -> credential.getName().equals(other.getName()))) {
                        throw Refused.conflict("There is a credential with this username; rotate or revoke that one.");
                    }
                    return with(before, _ -> true, List.of(credential));
                })
                .then(signingKey)
                .thenReturn(made);
    }

    /** A successor; the old one opens the connection for the overlap still. */
    public Mono<Minted> rotate(String connection, String id, Rotation rotation) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant end = now.plus(rotation.checkedOverlap());
        Minted made = mint.successor(connection, find(connection, id), expiry(rotation.expiresAt()));
        return connections
                .change(connection, before -> {
                    Credential old = find(before, id);
                    boolean isSooner =
                            old.getExpires() != null && old.getExpires().isBefore(end);
                    Credential ending = Credential.newBuilder(old)
                            .setExpires(isSooner ? old.getExpires() : end)
                            .build();
                    return with(before, other -> !other.getId().equals(id), List.of(ending, made.credential()));
                })
                .thenReturn(made);
    }

    /** One bearer token in place of all that there are, which open nothing any more. */
    Mono<Minted> regenerate(String connection) {
        connections.find(connection);
        Minted made = mint.bearer(connection, "", null);
        return connections
                .change(connection, before -> {
                    if (!before.getMethods().contains(CredentialKind.BEARER)) {
                        throw Refused.conflict("This connection takes no bearer tokens; add bearer to its"
                                + " authentication.methods first.");
                    }
                    return with(before, other -> other.getKind() != CredentialKind.BEARER, List.of(made.credential()));
                })
                .thenReturn(made);
    }

    /** It opens nothing any more, and neither do the access tokens that it was traded for. */
    public Mono<Void> revoke(String connection, String id) {
        return connections
                .change(connection, before -> {
                    find(before, id);
                    return with(before, other -> !other.getId().equals(id), List.of());
                })
                .then();
    }

    private Minted made(String connection, NewCredential asked) {
        connections.find(connection);
        CredentialKind kind = CredentialKinds.of(String.valueOf(asked.kind()))
                .orElseThrow(() -> Refused.wrong("kind must be \"bearer\", \"basic\" or \"client_credentials\"."));
        String label = Lines.of("label", asked.label(), 0, MAX_LENGTH);
        Instant expires = expiry(asked.expiresAt());
        if (kind != CredentialKind.BASIC && (asked.username() != null || asked.password() != null)) {
            throw Refused.wrong("username and password are only for the kind \"basic\".");
        }
        return switch (kind) {
            case BEARER, UNKNOWN -> mint.bearer(connection, label, expires);
            case CLIENT -> mint.client(connection, null, label, expires);
            case BASIC -> mint.basic(username(asked.username()), password(asked.password()), label, expires);
        };
    }

    /** RFC 7617 §2. */
    private static String username(@Nullable String given) {
        String name = Lines.of("username", given, 1, MAX_LENGTH);
        if (name.indexOf(':') >= 0) {
            throw Refused.wrong("username must have no colon.");
        }
        return name;
    }

    private static @Nullable String password(@Nullable String given) {
        if (given != null
                && !Lines.of("password", given, MIN_PASSWORD, MAX_LENGTH).equals(given)) {
            throw Refused.wrong("password must not begin or end with a blank.");
        }
        return given;
    }

    private @Nullable Instant expiry(@Nullable Instant given) {
        if (given == null) {
            return null;
        }
        if (!given.isAfter(clock.instant())) {
            throw Refused.wrong("expires_at must be in the future; leave it out for a credential that doesn't expire.");
        }
        return Times.checked("expires_at", given);
    }

    private ConnectionSetting with(ConnectionSetting before, Predicate<Credential> kept, List<Credential> added) {
        Instant oldest = clock.instant().minus(SHOWN);
        var credentials = new ArrayList<>(Stream.concat(
                        before.getCredentials().stream()
                                .filter(kept)
                                .filter(credential -> credential.getExpires() == null
                                        || credential.getExpires().isAfter(oldest)),
                        added.stream())
                .toList());
        if (!added.isEmpty() && credentials.size() > MAX_CREDENTIALS) {
            throw Refused.conflict(
                    "A connection has at most " + MAX_CREDENTIALS + " credentials; revoke those not in use.");
        }
        return ConnectionSetting.newBuilder(before).setCredentials(credentials).build();
    }

    private Credential find(String connection, String id) {
        return find(connections.find(connection).value(), id);
    }

    private static Credential find(ConnectionSetting connection, String id) {
        return connection.getCredentials().stream()
                .filter(credential -> credential.getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "This connection has no credential with this id. GET .../credentials lists all."));
    }
}
