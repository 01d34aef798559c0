package dev.rollcall.ingest.console.letter;

import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.When;
import dev.rollcall.ingest.delivery.DeadLetterView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as a page shows it.
 *
 * @param about what it is about, in words
 * @param link to the page of whom it is about; null where it is about nobody and no group
 * @param isOpen whether something can be done about it
 * @param steps what was done about it so far
 */
record LetterRow(
        String id,
        String state,
        When time,
        When first,
        String fault,
        String cause,
        String detail,
        String whose,
        String mend,
        @Nullable String app,
        @Nullable String appName,
        String about,
        @Nullable String link,
        boolean isOpen,
        List<Step> steps) {

    /** Who did what about it, or what came of it. */
    record Step(When time, String what, @Nullable String reason) {}

    /** @param appName null where there is no such app any more */
    static LetterRow of(DeadLetterView letter, @Nullable String appName, OperatorNames names, Instant now) {
        return new LetterRow(
                letter.id(),
                letter.state(),
                When.of(letter.time(), now),
                When.of(letter.firstTime(), now),
                letter.fault(),
                letter.cause(),
                appName == null ? letter.detail() : letter.detail().replace(String.valueOf(letter.app()), appName),
                letter.whose(),
                letter.mend(),
                letter.app(),
                appName,
                about(letter),
                Kind.path(letter.resourceType(), letter.connection(), letter.resource()),
                letter.state().equals("open") || letter.state().equals("retrying"),
                steps(letter, names, now));
    }

    private static String about(DeadLetterView letter) {
        String where = "record " + letter.topic() + '-' + letter.partition() + '-' + letter.offset();
        return letter.resource() == null
                ? where
                : (letter.resourceType() == null ? "" : letter.resourceType() + " ")
                        + letter.resource()
                        + (letter.sequence() == null ? "" : ", change " + letter.sequence());
    }

    private static List<Step> steps(DeadLetterView letter, OperatorNames names, Instant now) {
        var steps = new ArrayList<Step>();
        letter.retries()
                .forEach(retry -> steps.add(new Step(
                        When.of(retry.time(), now),
                        "Retry wished for by " + names.of(retry.operator()),
                        retry.reason())));
        DeadLetterView.End end = letter.end();
        if (end != null) {
            String by = end.operator() == null ? "" : " by " + names.of(end.operator());
            steps.add(new Step(
                    When.of(end.time(), now), "Change " + end.sequence() + " " + end.outcome() + by, end.reason()));
        }
        return List.copyOf(steps);
    }
}
