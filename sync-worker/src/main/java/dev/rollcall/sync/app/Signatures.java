package dev.rollcall.sync.app;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Signs with all of an app's keys that are in force, so that its receiver can change from one to the next in peace. */
final class Signatures {

    private final List<Pen> pens;

    private record Pen(SigningKey key, Signer signer) {}

    /** @throws IllegalArgumentException when a key isn't as its scheme has it */
    Signatures(List<SigningKey> keys) {
        pens = keys.stream()
                .map(key -> new Pen(key, Signer.of(key.scheme(), key.key())))
                .toList();
    }

    /** The value of {@code webhook-signature}: an entry for each key; empty when none is in force now. */
    String sign(String id, Instant now, byte[] body) {
        return pens.stream()
                .filter(pen -> pen.key().isInForce(now))
                .map(pen -> pen.signer().sign(id, now.getEpochSecond(), body))
                .collect(Collectors.joining(" "));
    }
}
