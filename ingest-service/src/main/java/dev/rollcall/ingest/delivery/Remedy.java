package dev.rollcall.ingest.delivery;

import dev.rollcall.event.Fault;

/**
 * Whose fault a cause of dead letters is, in plain words, and what would mend it; pure.
 *
 * @param whose fault it is
 * @param mend what would mend it
 */
record Remedy(String whose, String mend) {

    private static final String THEN_RETRY = " Then retry.";

    /** @param code as dead letters have it, such as {@code http-422 invalidValue} */
    static Remedy of(Fault fault, String code) {
        return switch (fault) {
            case CLIENT ->
                new Remedy(
                        "The client's: its request had been answered with a prediction, and was refused when it was decided.",
                        "Look at the detail, mend the resource at the identity provider, and let it push again; then skip"
                                + " this.");
            case APP ->
                new Remedy(
                        "The app's as a whole: it wants nothing more (HTTP 410).",
                        "Mend the app or its URL and save its setting anew; deliveries then go on with this change.");
            case RESOURCE -> ofResource(code);
            case RECORD ->
                new Remedy(
                        "Whoever wrote the record: it can't be read.",
                        "Write with the registered schema in Confluent's wire format; nothing else is held up by it. If it can"
                                + " be read by now, retry puts it on its topic once more where that makes sense; else skip"
                                + " it.");
            case ROLLCALL ->
                new Remedy(
                        "Ours: Rollcall failed before the app was asked.",
                        "Look for the error in the worker's log and report it." + THEN_RETRY);
            case UNKNOWN -> new Remedy("It isn't known whose.", "Look at the cause.");
        };
    }

    private static Remedy ofResource(String code) {
        String refused = "The app refused this one resource" + (code.isEmpty() ? "" : " (" + code + ")") + '.';
        String key = code.startsWith("http-") ? code.substring(5) : code;
        return switch (key.split(" ", 2)[0]) {
            case "missing-members" ->
                new Remedy(
                        "The members': the app doesn't have some users of the group.",
                        "Look for their dead letters and mend those first, or bring the users into the app's scope."
                                + THEN_RETRY);
            case "not-asked" ->
                new Remedy(
                        "Two resources' here: the app has one that fits this name, and it stands for another of ours.",
                        "Give one of the two another name at the identity provider, or remove the app's wrong one."
                                + THEN_RETRY);
            case "group-not-shown" ->
                new Remedy(
                        "The app's: it takes groups only whole, by PUT, and doesn't answer a GET of this one with the group"
                                + " and its id, so it could lose members whom it doesn't show.",
                        "Let the app answer a GET of the group as SCIM has it, or know PATCH; look at whether the app's URL"
                                + " leads to its SCIM service, and not to a login page or a proxy."
                                + THEN_RETRY);
            case "group-too-large" ->
                new Remedy(
                        "The group's size: the app takes groups only whole, by PUT, and this one is more than Rollcall reads"
                                + " of an answer.",
                        "Raise rollcall.apps.max-answer of sync-worker, or let the app know PATCH." + THEN_RETRY);
            case "mapping-failed" ->
                new Remedy(
                        "The app's mapping here: it fails on this user; the cause names the attribute.",
                        "Mend the app's mapping, and see with a preview what it makes of the user." + THEN_RETRY);
            case "200", "201", "202", "204" ->
                new Remedy(
                        "The app's: it answered as if it had taken this, but not as SCIM has it (" + code + ").",
                        "Look at whether the app's URL leads to its SCIM service, and not to a login page or a proxy, and"
                                + " whether the app tells the id of what it creates." + THEN_RETRY);
            case "412", "428" ->
                new Remedy(
                        refused,
                        "The app demands to be told which version is changed (If-Match), which Rollcall tells only of groups that"
                                + " it PUTs, where the app says that it has ETags; let it take changes without."
                                + THEN_RETRY);
            case "409" ->
                new Remedy(
                        refused,
                        "The app has something of that name that Rollcall doesn't find or may not take. Rename or remove it"
                                + " in the app." + THEN_RETRY);
            case "413" -> new Remedy(refused, "Raise the app's limit for bodies." + THEN_RETRY);
            case "404", "405", "410", "501" ->
                new Remedy(
                        refused,
                        "The app doesn't know this operation or this type; if it should, check its URL." + THEN_RETRY);
            case "401", "403", "408", "425", "500", "502", "503", "504", "no-answer" ->
                new Remedy(
                        "The app's: it fails on this one resource each time (" + code + "), and takes others.",
                        "Look into the app's own log, and at what Rollcall's account may do there with this one."
                                + THEN_RETRY);
            default ->
                new Remedy(
                        refused,
                        "Look at what the app demands of this attribute or value; mend the value at the identity provider,"
                                + " or the app's rule." + THEN_RETRY);
        };
    }
}
