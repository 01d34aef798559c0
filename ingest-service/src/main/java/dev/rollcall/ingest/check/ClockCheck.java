package dev.rollcall.ingest.check;

import dev.rollcall.ingest.provider.ProviderHttp.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.springframework.http.HttpHeaders;

/** Whether our clock is the provider's, for the times in its tokens are judged by ours. Pure. */
final class ClockCheck {

    private static final String NAME = "clock";

    private ClockCheck() {}

    /** By the Date of an answer (RFC 9110 §6.6.1), which has whole seconds. */
    static Check check(Answer answer, Instant now, Duration skew) {
        try {
            ZonedDateTime theirs =
                    ZonedDateTime.parse(answer.header(HttpHeaders.DATE), DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration apart = Duration.between(theirs.toInstant(), now).abs();
            String detail = "Our clock and the provider's are " + apart.toSeconds() + " s apart.";
            return apart.compareTo(skew) <= 0
                    ? Check.passed(NAME, detail)
                    : Check.failed(
                            NAME,
                            detail,
                            "Set the clock of the machine that Rollcall runs on, best by NTP; tokens may be off by "
                                    + skew.toSeconds() + " s.");
        } catch (DateTimeException e) {
            return Check.open(NAME, "The provider doesn't say what time it is.", "Nothing, if logins work.");
        }
    }
}
