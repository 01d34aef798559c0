package dev.rollcall.sync.app;

import dev.rollcall.schemas.scope.MappingException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking an app.
 *
 * @param status the HTTP status, or null when there was none
 * @param retryAfter how long the app wants to be left alone, or null
 * @param body what it said, for clients to read; it may hold personal data
 * @param detail the same in short, without personal data
 * @param version of the resource in it, where it has an ETag
 */
public record Answer(
        Verdict verdict,
        @Nullable Integer status,
        @Nullable Duration retryAfter,
        byte[] body,
        String detail,
        @Nullable String version) {

    private static final byte[] NOTHING = {};
    private static final Integer PRECONDITION_FAILED = 412;

    /** Without a version. */
    public Answer(
            Verdict verdict, @Nullable Integer status, @Nullable Duration retryAfter, byte[] body, String detail) {
        this(verdict, status, retryAfter, body, detail, null);
    }

    /** Nothing had to be asked. */
    public static Answer unasked(String detail) {
        return new Answer(Verdict.TAKEN, null, null, NOTHING, detail);
    }

    /** As far as we know the app doesn't have it. */
    public static Answer absent() {
        return new Answer(Verdict.ABSENT, null, null, NOTHING, "The app never had it");
    }

    /** The app was never reached, or its answer not read. */
    public static Answer none(String detail) {
        return new Answer(Verdict.APP, null, null, NOTHING, detail);
    }

    /** We refuse to ask this of the app. */
    public static Answer refused(String detail) {
        return new Answer(Verdict.RESOURCE, null, null, NOTHING, detail);
    }

    /** The app's mapping fails on it; says of which attribute, without any value. */
    public static Answer unmapped(MappingException failure) {
        return new Answer(Verdict.UNMAPPED, null, null, NOTHING, String.valueOf(failure.getMessage()));
    }

    /** The app answers with something else than its group, so nobody knows whom it would lose. */
    public static Answer unshown() {
        return new Answer(Verdict.UNSHOWN, null, null, NOTHING, "The app knows no PATCH, and doesn't show its group");
    }

    /** The app's group is too large to be read, so nobody knows whom it would lose. */
    public static Answer unread() {
        return new Answer(
                Verdict.UNREAD,
                null,
                null,
                NOTHING,
                "The app knows no PATCH, and its group is more than rollcall.apps.max-answer");
    }

    /** We failed where we shouldn't have. */
    public static Answer ours(RuntimeException failure) {
        return new Answer(
                Verdict.OURS,
                null,
                null,
                NOTHING,
                "Rollcall failed on it: " + failure.getClass().getSimpleName());
    }

    /** The same answer, judged another way. */
    public Answer as(Verdict verdict, String detail) {
        return new Answer(verdict, status, retryAfter, body, detail, version);
    }

    public boolean isTaken() {
        return verdict == Verdict.TAKEN;
    }

    /** Whether nothing else should be sent to the app for now. */
    public boolean isOfApp() {
        return verdict == Verdict.APP || verdict == Verdict.GONE;
    }

    /** Whether the resource has changed since it was read; reading it again helps. */
    public boolean isOutdated() {
        return PRECONDITION_FAILED.equals(status);
    }

    /** Whether there was more to read than we do; asking for less may help. */
    public boolean isTooLarge() {
        return detail.equals(Exchange.TOO_LARGE);
    }

    @Override
    public String toString() {
        return "Answer[" + verdict + ", " + detail + "]";
    }
}
