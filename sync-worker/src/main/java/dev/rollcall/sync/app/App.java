package dev.rollcall.sync.app;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A downstream app, ready to be spoken to.
 *
 * @param url the SCIM base URL without a slash at its end, or where a message is posted; empty where nothing is
 * @param secret what it is authenticated to with; empty where there is none
 * @param signingKeys of a webhook, at least one of them in force when it was made
 * @param setting that it was made from
 * @param settingTime when that was set, in milliseconds
 */
public record App(
        String id, URI url, String secret, List<SigningKey> signingKeys, AppSetting setting, long settingTime) {

    public AppKind kind() {
        return setting.getKind();
    }

    public DeprovisionAction deprovision() {
        return setting.getDeprovision();
    }

    /** How many of its resources are worked on at once: no more than it may be asked in a second. */
    public int concurrency(int byDefault) {
        int own = Objects.requireNonNullElse(setting.getConcurrency(), byDefault);
        return Math.min(own, Objects.requireNonNullElse(setting.getRequestsPerSecond(), own));
    }

    /** Whether it gets this connection's changes; without any it follows all. */
    public boolean follows(String connection) {
        return setting.getConnections().isEmpty() || setting.getConnections().contains(connection);
    }

    /** When the last of its signing keys expires, and with it the app; empty when it doesn't. */
    public Optional<Instant> usableUntil() {
        return signingKeys.stream().anyMatch(key -> key.expires() == null)
                ? Optional.empty()
                : signingKeys.stream()
                        .map(SigningKey::expires)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder());
    }

    @Override
    public String toString() {
        return "App[" + id + ", " + kind() + "]";
    }
}
