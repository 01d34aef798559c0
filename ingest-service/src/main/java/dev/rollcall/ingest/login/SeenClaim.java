package dev.rollcall.ingest.login;

import dev.rollcall.ingest.provider.Claims;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A claim as it is shown to the person whom it is about. */
record SeenClaim(String name, String value, boolean isTooLarge) {

    private static final int MAX_VALUE = 400;

    /** Of the protocol, not of the person. */
    private static final Set<String> TECHNICAL =
            Set.of("nonce", "at_hash", "c_hash", "s_hash", "sid", "jti", "iat", "exp", "nbf", "auth_time");

    static List<SeenClaim> of(Claims claims) {
        return claims.values().entrySet().stream()
                .filter(claim -> !TECHNICAL.contains(claim.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(claim ->
                        new SeenClaim(claim.getKey(), text(claim.getValue()), Claims.isTooLarge(claim.getValue())))
                .toList();
    }

    private static String text(Object value) {
        String text = value instanceof Collection<?> several
                ? String.join(", ", several.stream().map(String::valueOf).toList())
                : value.toString();
        return text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "…" : text;
    }
}
