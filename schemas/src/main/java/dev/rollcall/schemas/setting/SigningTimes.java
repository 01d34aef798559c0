package dev.rollcall.schemas.setting;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** When which signing key signs: a rule that all services share, so that each signs with a key that all know. */
public final class SigningTimes {

    /** From making a key to signing with it, where there is an older one. */
    public static final Duration NOTICE = Duration.ofMinutes(1);

    private SigningTimes() {}

    /**
     * The key that signs now: the newest one that everybody knows, or the first one; empty where there is none.
     *
     * @param keys oldest first
     */
    public static <K> Optional<K> signing(List<K> keys, Function<K, Instant> created, Instant now) {
        return keys.reversed().stream()
                .filter(key -> !created.apply(key).plus(NOTICE).isAfter(now))
                .findFirst()
                .or(() -> keys.stream().findFirst());
    }
}
