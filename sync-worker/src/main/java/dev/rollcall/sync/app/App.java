package dev.rollcall.sync.app;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.DeprovisionAction;
import java.net.URI;
import java.util.Set;

/**
 * A downstream app, ready to be spoken to.
 *
 * @param url the SCIM base URL without a slash at its end, or the webhook's URL
 * @param connections that it follows; empty means all
 * @param secret the bearer token, or the webhook's signing key
 * @param settingTime of the setting that it was made from, in milliseconds
 */
public record App(
        String id,
        AppKind kind,
        URI url,
        Set<String> connections,
        String secret,
        DeprovisionAction deprovision,
        long settingTime) {

    public App {
        connections = Set.copyOf(connections);
    }

    public boolean follows(String connection) {
        return connections.isEmpty() || connections.contains(connection);
    }

    @Override
    public String toString() {
        return "App[" + id + ", " + kind + "]";
    }
}
