package dev.rollcall.ingest.ssf;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A recipient's request for tokens (RFC 8936 §2.2).
 *
 * @param maxEvents the most that it takes; 0 only acknowledges, absent is our own limit
 * @param returnImmediately whether it doesn't wait where there are none
 * @param ack the ids of tokens that it has
 * @param setErrs the ids of tokens that it can't take, and why
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record PollRequest(
        @Nullable Integer maxEvents,
        @Nullable Boolean returnImmediately,
        @Nullable List<@Nullable String> ack,
        @Nullable Map<String, @Nullable SetError> setErrs) {

    private static final int MOST_SETTLED = 10_000;

    /** Why a token can't be taken (§2.6). */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record SetError(@Nullable String err, @Nullable String description) {}

    /** @throws ResponseStatusException 400 where it makes no sense */
    PollRequest checked() {
        if (maxEvents != null && maxEvents < 0) {
            throw wrong("maxEvents must not be negative.");
        }
        if (acknowledged().size() > MOST_SETTLED || refused().size() > MOST_SETTLED) {
            throw wrong("ack and setErrs take at most " + MOST_SETTLED + " ids each.");
        }
        return this;
    }

    int atMost(int limit) {
        return maxEvents == null ? limit : Math.min(maxEvents, limit);
    }

    boolean waits() {
        return !Boolean.TRUE.equals(returnImmediately) && !Integer.valueOf(0).equals(maxEvents);
    }

    List<String> acknowledged() {
        return ack == null ? List.of() : ack.stream().filter(Objects::nonNull).toList();
    }

    Map<String, @Nullable SetError> refused() {
        return Objects.requireNonNullElse(setErrs, Map.of());
    }

    private static ResponseStatusException wrong(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
