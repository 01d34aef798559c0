package dev.rollcall.bench.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer with an error status, or no answer.
 *
 * @param status 0 when there was no answer
 * @param scimType of RFC 7644 §3.12, empty when the answer has none
 */
public record Failure(int status, String scimType, String detail) {

    private static final Pattern SCIM_TYPE = Pattern.compile("\"scimType\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern DETAIL = Pattern.compile("\"detail\"\\s*:\\s*\"([^\"]*)\"");

    static Failure answered(int status, String body) {
        return new Failure(status, first(SCIM_TYPE, body, ""), first(DETAIL, body, body));
    }

    static Failure wrong(int status, String complaint) {
        return new Failure(status, "", "wrong answer: " + complaint);
    }

    static Failure unanswered(String why) {
        return new Failure(0, "", why);
    }

    private static String first(Pattern pattern, String body, String otherwise) {
        Matcher matcher = pattern.matcher(body);
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    @Override
    public String toString() {
        String what = status == 0 ? "no answer" : "status " + status;
        return what + (scimType.isEmpty() ? "" : " " + scimType) + ": " + detail;
    }
}
