package dev.rollcall.standalone.demo;

import java.util.ArrayList;
import java.util.List;

/** PingOne, the directory and both apps beside each other, person by person and membership by membership. */
record Equality(Roster pingOne, Roster directory, Roster scimApp, Roster webhook) {

    private static final int SHOWN = 10;

    boolean isEqual() {
        return differences().isEmpty();
    }

    /** The directory may hold more than this PingOne's people: whoever was created by hand. */
    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        add(differences, "PingOne / directory", pingOne.differences(directory.within(pingOne)));
        add(differences, "directory / SCIM app", directory.differences(scimApp));
        add(differences, "directory / webhook receiver", directory.differences(webhook));
        return differences;
    }

    private static void add(List<String> all, String who, List<String> differences) {
        differences.forEach(difference -> all.add(who + ": " + difference));
    }

    /** For people: that they are equal, or the first few differences. */
    List<String> lines() {
        List<String> differences = differences();
        String held = "%d people, %d groups, %d memberships"
                .formatted(directory.people().size(), directory.groups().size(), directory.memberships());
        if (differences.isEmpty()) {
            int more = directory.people().size() - pingOne.people().size();
            return List.of("equal       PingOne, the directory, the SCIM app and the webhook receiver hold the same: "
                    + held + (more == 0 ? "" : " (" + more + " of them not from PingOne)"));
        }
        List<String> lines = new ArrayList<>();
        lines.add("NOT EQUAL   %d differences; the directory holds %s".formatted(differences.size(), held));
        differences.stream().limit(SHOWN).forEach(difference -> lines.add("            " + difference));
        return lines;
    }
}
