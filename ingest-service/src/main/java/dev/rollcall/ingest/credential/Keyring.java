package dev.rollcall.ingest.credential;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Credential;
import dev.rollcall.event.CredentialKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.util.matcher.InetAddressMatcher;
import org.springframework.security.util.matcher.InetAddressMatchers;

/**
 * What opens a connection, found in one step however many credentials it has. Looking up the hash of what was presented
 * tells its sender nothing by the time it takes, for nobody can choose a hash.
 */
final class Keyring {

    private final String connection;
    private final ConnectionSetting setting;
    private final Map<Proof, Credential> byProof = new HashMap<>();
    private final Map<String, Credential> byId = new HashMap<>();
    private final List<InetAddressMatcher> sources;

    private record Proof(CredentialKind kind, String name, String hash) {}

    Keyring(String connection, ConnectionSetting setting) {
        this.connection = connection;
        this.setting = setting;
        for (Credential credential : setting.getCredentials()) {
            String name = Objects.requireNonNullElse(credential.getName(), "");
            byProof.put(new Proof(credential.getKind(), name, credential.getSha256()), credential);
            byId.put(credential.getId(), credential);
        }
        this.sources = setting.getSources().stream()
                .map(InetAddressMatchers::fromIpAddress)
                .toList();
    }

    String connection() {
        return connection;
    }

    ConnectionSetting setting() {
        return setting;
    }

    /** Whether clients may authenticate this way. */
    boolean takes(CredentialKind kind) {
        return setting.getMethods().contains(kind);
    }

    /** The credential that is presented so, if its kind is taken and it hasn't expired. */
    Optional<Credential> find(CredentialKind kind, String name, String hash, Instant now) {
        return usable(byProof.get(new Proof(kind, name, hash)), now);
    }

    /** The credential with this id, if its kind is taken and it hasn't expired. */
    Optional<Credential> find(String id, Instant now) {
        return usable(byId.get(id), now);
    }

    private Optional<Credential> usable(@Nullable Credential found, Instant now) {
        return Optional.ofNullable(found)
                .filter(credential -> takes(credential.getKind()))
                .filter(credential -> credential.getExpires() == null
                        || credential.getExpires().isAfter(now));
    }

    /** Whether clients may come from there. */
    boolean admits(@Nullable InetSocketAddress remote) {
        if (sources.isEmpty()) {
            return true;
        }
        InetAddress address = remote == null ? null : remote.getAddress();
        return address != null && sources.stream().anyMatch(source -> source.matches(address));
    }
}
