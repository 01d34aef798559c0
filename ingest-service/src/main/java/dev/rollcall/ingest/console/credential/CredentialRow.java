package dev.rollcall.ingest.console.credential;

import dev.rollcall.event.Credential;
import dev.rollcall.event.CredentialKind;
import dev.rollcall.ingest.console.When;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential, as it is listed.
 *
 * @param name its label, or what its client is called
 * @param used when it last opened the connection; null where it never did
 * @param ends when it opens nothing any more; null for never
 */
record CredentialRow(
        String id,
        String name,
        String kind,
        When made,
        @Nullable When used,
        @Nullable When ends,
        boolean isOver) {

    static CredentialRow of(Credential credential, @Nullable Instant used, Instant now) {
        Instant ends = credential.getExpires();
        return new CredentialRow(
                credential.getId(),
                name(credential),
                kind(credential.getKind()),
                When.of(credential.getCreated(), now),
                used == null ? null : When.of(used, now),
                ends == null ? null : When.of(ends, now),
                ends != null && !ends.isAfter(now));
    }

    private static String name(Credential credential) {
        if (!credential.getLabel().isEmpty()) {
            return credential.getLabel();
        }
        String name = credential.getName();
        return name == null ? "without a label" : name;
    }

    private static String kind(CredentialKind kind) {
        return switch (kind) {
            case BEARER -> "bearer token";
            case BASIC -> "user name and password";
            case CLIENT -> "client credentials";
            case UNKNOWN -> "of a newer version";
        };
    }
}
