package dev.rollcall.ingest.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Bearer tokens: 256 random bits behind a prefix that says whose they are; only their hash is kept. */
public final class Tokens {

    private static final String PREFIX = "rc_";
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /** A new token of a connection, {@code rc_<connection>_<43 characters>}. */
    public static String mint(String connection) {
        return PREFIX + connection + "_" + secret(Base64.getUrlEncoder().withoutPadding());
    }

    /** 256 random bits in an alphabet. */
    public static String secret(Base64.Encoder alphabet) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return alphabet.encodeToString(secret);
    }

    /** The connection that a token says it belongs to; its id holds no underscore. */
    static Optional<String> connectionOf(String token) {
        int end = token.startsWith(PREFIX) ? token.indexOf('_', PREFIX.length()) : -1;
        return end < 0 ? Optional.empty() : Optional.of(token.substring(PREFIX.length(), end));
    }

    /** SHA-256 in lower-case hex. */
    public static String hash(String token) {
        try {
            byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /** Whether a token has that hash; takes the same time for all that haven't. */
    public static boolean isHashOf(String hash, String token) {
        return same(hash, hash(token));
    }

    /** Compares two hashes in constant time. */
    static boolean same(String hash, String other) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
