package dev.rollcall.ingest.credential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a client is let in. */
public sealed interface Admission {

    record Granted(ScimClient client) implements Admission {}

    /**
     * It isn't.
     *
     * @param client who it is, where it authenticated
     * @param challenges values of WWW-Authenticate (RFC 9110 §11.6.1): how it may authenticate
     * @param retryAfter seconds to wait, where waiting helps; else 0
     */
    record Refused(Refusal refusal, @Nullable ScimClient client, List<String> challenges, long retryAfter)
            implements Admission {}
}
