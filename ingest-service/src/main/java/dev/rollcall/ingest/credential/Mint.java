package dev.rollcall.ingest.credential;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.Credential;
import dev.rollcall.event.CredentialKind;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes credentials. */
@Component
public final class Mint {

    private final PasswordHash passwords;
    private final Clock clock;

    Mint(PasswordHash passwords, Clock clock) {
        this.passwords = passwords;
        this.clock = clock;
    }

    /** A credential and its secret, which nobody can tell again. */
    public record Minted(Credential credential, String secret) {

        /** Says nothing of the secret. */
        @Override
        public String toString() {
            return "Minted[" + credential.getId() + "]";
        }
    }

    /** A bearer token of a connection. */
    public Minted bearer(String connection, String label, @Nullable Instant expires) {
        String token = Tokens.mint(connection);
        return minted(CredentialKind.BEARER, null, token, Tokens.hash(token), label, expires);
    }

    /** @param password absent for a new one */
    public Minted basic(String name, @Nullable String password, String label, @Nullable Instant expires) {
        String secret = Objects.requireNonNullElseGet(password, Mint::secret);
        return minted(CredentialKind.BASIC, name, secret, passwords.of(secret), label, expires);
    }

    /** @param clientId absent for a new one */
    public Minted client(String connection, @Nullable String clientId, String label, @Nullable Instant expires) {
        String id = Objects.requireNonNullElseGet(
                clientId,
                () -> connection + "-" + UuidCreator.getRandomBased().toString().substring(0, 8));
        String secret = secret();
        return minted(CredentialKind.CLIENT, id, secret, Tokens.hash(secret), label, expires);
    }

    /** One like another, with a new secret. */
    public Minted successor(String connection, Credential old, @Nullable Instant expires) {
        return switch (old.getKind()) {
            case BEARER, UNKNOWN -> bearer(connection, old.getLabel(), expires);
            case BASIC -> basic(Objects.requireNonNull(old.getName()), null, old.getLabel(), expires);
            case CLIENT -> client(connection, old.getName(), old.getLabel(), expires);
        };
    }

    private Minted minted(
            CredentialKind kind,
            @Nullable String name,
            String secret,
            String hash,
            String label,
            @Nullable Instant expires) {
        var credential = Credential.newBuilder()
                .setId(UuidCreator.getTimeOrderedEpoch().toString())
                .setKind(kind)
                .setName(name)
                .setLabel(label)
                .setSha256(hash)
                .setCreated(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setExpires(expires == null ? null : expires.truncatedTo(ChronoUnit.MILLIS))
                .build();
        return new Minted(credential, secret);
    }

    private static String secret() {
        return Tokens.secret(Base64.getUrlEncoder().withoutPadding());
    }
}
