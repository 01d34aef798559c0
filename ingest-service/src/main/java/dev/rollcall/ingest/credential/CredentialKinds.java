package dev.rollcall.ingest.credential;

import dev.rollcall.event.CredentialKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The words of the admin API for the kinds of credentials. */
public final class CredentialKinds {

    private static final Map<CredentialKind, String> WORDS = new EnumMap<>(Map.of(
            CredentialKind.BEARER, "bearer",
            CredentialKind.BASIC, "basic",
            CredentialKind.CLIENT, "client_credentials"));

    private CredentialKinds() {}

    /** What the kind is called; {@code unknown} for one that a newer version made. */
    public static String word(CredentialKind kind) {
        return WORDS.getOrDefault(kind, "unknown");
    }

    /** The kind that is called so. */
    public static Optional<CredentialKind> of(String word) {
        return WORDS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(word))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
