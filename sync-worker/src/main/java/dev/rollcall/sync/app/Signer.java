package dev.rollcall.sync.app;

import dev.rollcall.event.SignatureScheme;

/** One key's way to sign a message of Standard Webhooks 1.0.0. */
sealed interface Signer permits SharedKeySigner, PrivateKeySigner {

    /**
     * The entry for {@code webhook-signature}, such as {@code v1,K5oZfzN95Z…}.
     *
     * @param timestamp of this attempt, in seconds
     */
    String sign(String id, long timestamp, byte[] body);

    /** @throws IllegalArgumentException when the key isn't as its scheme has it */
    static Signer of(SignatureScheme scheme, String key) {
        return switch (scheme) {
            case V1 -> new SharedKeySigner(key);
            case V1A -> new PrivateKeySigner(key);
            case UNKNOWN -> throw new IllegalArgumentException("A key of a scheme that this version doesn't know.");
        };
    }
}
