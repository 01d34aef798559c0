package dev.rollcall.sync.delivery;

import dev.rollcall.schemas.scim.ScimJson;
import dev.rollcall.sync.app.Answer;
import java.util.Set;

/** Names causes of dead letters the same way every time, so that letters of one cause can be found and retried together. */
public final class CauseCode {

    /** A group's members that the app doesn't have. */
    public static final String MISSING_MEMBERS = "missing-members";

    /** The app wants nothing more. */
    public static final String GONE = "gone";

    /** An expression of the app's mapping fails on the resource. */
    public static final String MAPPING = "mapping-failed";

    /** A record that can't be read. */
    public static final String UNREADABLE = "unreadable";

    private static final String GROUP_NOT_SHOWN = "group-not-shown";
    private static final String GROUP_TOO_LARGE = "group-too-large";
    private static final String NOT_ASKED = "not-asked";
    private static final String NO_ANSWER = "no-answer";
    private static final String ROLLCALL = "rollcall-failed";

    /** RFC 7644 Table 9. What an app says besides may hold anything, personal data too. */
    private static final Set<String> SCIM_TYPES = Set.of(
            "invalidFilter",
            "tooMany",
            "uniqueness",
            "mutability",
            "invalidSyntax",
            "invalidPath",
            "noTarget",
            "invalidValue",
            "invalidVers",
            "sensitive");

    private CauseCode() {}

    /**
     * Such as {@code http-409 uniqueness}, {@code http-422}, {@code not-asked}, {@code no-answer}, {@code group-not-shown}, {@code
     * group-too-large}, {@code mapping-failed} or {@code rollcall-failed}; empty when taken.
     */
    static String of(Answer answer) {
        return switch (answer.verdict()) {
            case TAKEN -> "";
            case OURS -> ROLLCALL;
            case UNMAPPED -> MAPPING;
            case UNSHOWN -> GROUP_NOT_SHOWN;
            case UNREAD -> GROUP_TOO_LARGE;
            case APP -> answer.status() == null ? NO_ANSWER : of(answer.status(), answer.body());
            case ABSENT, CONFLICT, RESOURCE, GONE ->
                answer.status() == null ? NOT_ASKED : of(answer.status(), answer.body());
        };
    }

    private static String of(int status, byte[] body) {
        return (http(status) + ' ' + scimType(body)).strip();
    }

    static String http(int status) {
        return "http-" + status;
    }

    private static String scimType(byte[] body) {
        String type = ScimJson.readAnswer(body).path("scimType").asString("");
        return SCIM_TYPES.contains(type) ? type : "";
    }
}
