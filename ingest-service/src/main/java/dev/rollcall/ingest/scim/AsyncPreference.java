package dev.rollcall.ingest.scim;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * The client may be told later (RFC 9967 §2.5.1): {@code Prefer: respond-async, wait=5}.
 *
 * @param patience for which the answer itself is waited for (RFC 7240 §4.3)
 */
record AsyncPreference(Duration patience) {

    static final String PREFER = "Prefer";
    static final String RESPOND_ASYNC = "respond-async";

    private static final long MAX_SECONDS = 30;

    /** Empty when the client wants the answer itself; preferences that mean nothing to us are passed over. */
    static Optional<AsyncPreference> of(HttpHeaders headers) {
        Map<String, String> preferences = preferences(headers.getOrEmpty(PREFER));
        return preferences.containsKey(RESPOND_ASYNC)
                ? Optional.of(new AsyncPreference(patience(preferences.getOrDefault("wait", ""))))
                : Optional.empty();
    }

    /** Of a preference given twice the first counts (RFC 7240 §2). */
    private static Map<String, String> preferences(List<String> values) {
        var preferences = new HashMap<String, String>();
        for (String value : values) {
            for (String preference : value.split("[,;]", -1)) {
                String[] parts = preference.split("=", 2);
                preferences.putIfAbsent(
                        parts[0].strip().toLowerCase(Locale.ROOT),
                        parts.length > 1 ? parts[1].strip().replace("\"", "") : "");
            }
        }
        return preferences;
    }

    private static Duration patience(String seconds) {
        return seconds.matches("\\d{1,9}")
                ? Duration.ofSeconds(Math.min(MAX_SECONDS, Long.parseLong(seconds)))
                : Duration.ZERO;
    }
}
