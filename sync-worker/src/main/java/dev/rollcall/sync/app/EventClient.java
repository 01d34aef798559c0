package dev.rollcall.sync.app;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Pushes Security Event Tokens to their recipient (RFC 8935). */
public final class EventClient {

    private static final int FAULT = 400;
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z_]{1,40}");

    /** Errors that say nothing of the token: the recipient doesn't accept us, or not yet (§2.4, §4). */
    private static final Set<String> OF_US = Set.of("authentication_failed", "access_denied");

    private final App app;
    private final AppHttp http;

    public EventClient(App app, AppHttp http) {
        this.app = app;
        this.http = http;
    }

    /** Sends one signed token; a recipient that had it before answers the same. */
    public Answer send(String token) {
        Answer answer = http.send(
                app,
                AppRequest.of("POST", app.url())
                        .header("Accept", "application/json")
                        .sending("application/secevent+jwt", token));
        return Integer.valueOf(FAULT).equals(answer.status()) ? judged(answer) : answer;
    }

    /** Reads {@code {"err": "…"}} (§2.3); the description beside it may hold personal data. */
    static Answer judged(Answer answer) {
        return error(answer.body())
                .map(error -> answer.as(
                        OF_US.contains(error) ? Verdict.APP : Verdict.RESOURCE, answer.detail() + " " + error))
                .orElse(answer);
    }

    private static Optional<String> error(byte[] body) {
        try {
            return Optional.of(JsonMapper.shared().readTree(body).path("err").asString(""))
                    .filter(error -> KEYWORD.matcher(error).matches());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
