package dev.rollcall.ingest.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** User name and password of HTTP Basic authentication (RFC 7617 §2), in UTF-8. */
record BasicCredential(String name, String password) {

    /** Reads what follows the scheme; empty when it is malformed. */
    static Optional<BasicCredential> parse(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new BasicCredential(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return "BasicCredential[redacted]";
    }
}
