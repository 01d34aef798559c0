package dev.rollcall.ingest.console.person;

import dev.rollcall.ingest.delivery.DeadLetterView;
import dev.rollcall.schemas.delivery.AppStatus;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody is in an app or isn't, in words; pure.
 *
 * @param word what the app has of the person, in one or two words
 * @param state {@code done}, {@code wrong} or {@code open}
 * @param why a sentence or two
 * @param link where something can be done about it; null where nothing has to be done
 */
record Reason(
        String word, String state, String why, @Nullable Link link) {

    /** Where to go. */
    record Link(String href, String text) {}

    static Reason of(AppFacts facts, String connection, String user) {
        return switch (facts.person().state()) {
            case LINKED -> new Reason("there", "done", linked(facts), null);
            case DEACTIVATED -> new Reason("out", "done", "The account there is deactivated.", null);
            case GONE -> new Reason("out", "done", "Nothing is there any more.", null);
            case NEVER -> never(facts, user);
            case PENDING -> waiting(facts, connection);
            case FAILED -> failed(facts);
        };
    }

    private static String linked(AppFacts facts) {
        return facts.unmet() == null
                ? "It has the newest change."
                : "It has the person, though " + outside(facts) + " The next change takes them out.";
    }

    private static Reason never(AppFacts facts, String user) {
        if (facts.unmet() != null) {
            return new Reason("never there", "done", "Not wanted there: " + outside(facts), null);
        }
        return new Reason(
                "never there",
                "done",
                "Nothing was ever sent of this person: they were gone before the app was made, or the app begins later than"
                        + " their newest change. A replay of this person brings them.",
                new Link("/console/apps/" + facts.person().app() + "/replays?user=" + user, "Replay this person"));
    }

    private static String outside(AppFacts facts) {
        return facts.unmet() == null || facts.unmet().isEmpty()
                ? "the person is outside of the app's scope."
                : "the person is outside of the app's scope, whose condition on " + String.join(", ", facts.unmet())
                        + " doesn't hold.";
    }

    private static Reason waiting(AppFacts facts, String connection) {
        if (!facts.app().getEnabled()) {
            return waiting(
                    "The app is disabled, so it is sent nothing. Enable it, and it gets all that it missed.", null);
        }
        if (facts.hold() != null) {
            return waiting(
                    "Held: " + facts.hold().left() + " of " + facts.hold().users()
                            + " users left within a short time, so"
                            + " apps get nothing of this connection until somebody has looked.",
                    new Link("/console/connections/" + connection, "Release or discard"));
        }
        AppStatus status = facts.status();
        if (status != null && status.state() != AppStatus.State.CLOSED) {
            return waiting(
                    stopped(status), new Link("/console/apps/" + facts.person().app(), "How the app does"));
        }
        if (facts.unmet() != null && Long.valueOf(0).equals(facts.lag())) {
            return new Reason("never there", "done", "Not wanted there: " + outside(facts), null);
        }
        return waiting(
                facts.lag() == null || facts.lag() == 0
                        ? "The newest change is on its way."
                        : "The newest change is on its way: the app is at most " + facts.lag()
                                + (facts.lag() == 1 ? " change behind." : " changes behind."),
                null);
    }

    private static String stopped(AppStatus status) {
        String detail = status.detail() == null ? "" : " " + status.detail();
        return switch (status.state()) {
            case CLOSED -> "";
            case OPEN, HALF_OPEN ->
                "The app is failing, so deliveries wait; it is tried again by itself and gets all that it missed."
                        + detail;
            case PAUSED ->
                "The app failed for so long that it is paused. Mend it and save its setting anew; then it gets all that"
                        + " it missed." + detail;
            case GONE ->
                "The app said that it is gone (410), so it is sent nothing. Mend it or its URL and save its setting anew."
                        + detail;
            case UNUSABLE -> "The app's setting can't be used, so it is sent nothing. Mend and save it." + detail;
        };
    }

    private static Reason waiting(String why, @Nullable Link link) {
        return new Reason("waiting", "open", why, link);
    }

    private static Reason failed(AppFacts facts) {
        DeadLetterView letter = facts.letter();
        if (letter == null) {
            return new Reason(
                    "dead letter",
                    "wrong",
                    "The newest change was given up and has no open dead letter: it was skipped, discarded with a hold, or"
                            + " the app is at another place since. Push the person again or replay them.",
                    new Link("/console/apps/" + facts.person().app() + "/replays", "Replay the person"));
        }
        String isUnderWay = letter.state().equals("retrying") ? " It is being tried again just now." : "";
        return new Reason(
                "dead letter",
                "wrong",
                letter.detail().replace(facts.person().app(), facts.person().name()) + ". " + letter.whose() + " "
                        + letter.mend() + isUnderWay,
                new Link("/console/dead-letters/" + letter.id(), "Retry or skip"));
    }
}
