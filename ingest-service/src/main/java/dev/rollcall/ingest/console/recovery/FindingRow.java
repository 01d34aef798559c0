package dev.rollcall.ingest.console.recovery;

import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.drift.FindingView;
import org.jspecify.annotations.Nullable;

/**
 * A finding as a page shows it.
 *
 * @param why what probably led to it
 * @param differs which attributes or how many members differ
 * @param link to the page of whom it is about
 * @param isChosenOnly whether a repair has to name it
 * @param isRepaired whether it is mended by now
 */
record FindingRow(
        String id,
        String kind,
        String about,
        String why,
        String differs,
        String state,
        @Nullable String link,
        @Nullable String deadLetter,
        @Nullable String detail,
        boolean isChosenOnly,
        boolean isRepaired) {

    static FindingRow of(FindingView finding) {
        return new FindingRow(
                finding.id(),
                finding.kind(),
                finding.resourceType() + " "
                        + (finding.resource() == null ? finding.remoteId() + " of the app" : finding.resource()),
                why(finding.cause()),
                differs(finding),
                finding.state(),
                Kind.path(finding.resourceType(), finding.connection(), finding.resource()),
                finding.deadLetter(),
                finding.detail(),
                finding.chosenOnly(),
                finding.state().equals("repaired"));
    }

    private static String differs(FindingView finding) {
        String attributes = String.join(", ", finding.attributes());
        String members = finding.membersMissing() + finding.membersExtra() == 0
                ? ""
                : finding.membersMissing() + " members missing, " + finding.membersExtra() + " too many";
        return attributes.isEmpty() || members.isEmpty() ? attributes + members : attributes + "; " + members;
    }

    private static String why(String cause) {
        return switch (cause) {
            case "lost" -> "It was delivered, and is gone at the app.";
            case "changed" -> "It was delivered as it should be, and was changed at the app.";
            case "dead_letter" -> "Its newest delivery was given up.";
            case "waiting" -> "A change waits to be delivered.";
            case "not_delivered" -> "It wasn't delivered: it is older than the app, its scope or its mapping.";
            case "left" -> "It is in the app's scope no longer.";
            case "deleted" -> "It was deleted here.";
            case "not_linked" -> "It bears our id, and we didn't know.";
            case "same_name" -> "It has the name of one of ours. A repair that names it adopts it.";
            case "duplicate" -> "Ours has another counterpart already. A repair that names it removes it.";
            case "claimed" -> "It stands for another one of ours.";
            case "foreign" -> "We know nothing of it. A repair that names it removes it.";
            default -> cause;
        };
    }
}
