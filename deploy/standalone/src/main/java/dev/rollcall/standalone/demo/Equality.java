package dev.rollcall.standalone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** PingOne, the directory and all apps beside each other, person by person and membership by membership. */
record Equality(Roster pingOne, Roster directory, SequencedMap<String, Roster> apps) {

    private static final int SHOWN = 10;

    boolean isEqual() {
        return differences().isEmpty();
    }

    /** The directory may hold more than this PingOne's people: whoever was created by hand. */
    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        add(differences, "PingOne / directory", pingOne.differences(directory.within(pingOne)));
        apps.forEach((app, roster) -> add(differences, "directory / " + app, directory.differences(roster)));
        return differences;
    }

    private static void add(List<String> all, String who, List<String> differences) {
        differences.forEach(difference -> all.add(who + ": " + difference));
    }

    /** How the directory differs from what the log says of it. */
    List<String> differences(Roster log) {
        return log.differences(directory);
    }

    /** For people: that they are equal, or the first few differences. */
    List<String> lines() {
        List<String> differences = differences();
        String held = "%d people, %d groups, %d memberships"
                .formatted(directory.people().size(), directory.groups().size(), directory.memberships());
        if (differences.isEmpty()) {
            int more = directory.people().size() - pingOne.people().size();
            return List.of("equal       PingOne, the directory and all " + apps.size() + " apps hold the same: " + held
                    + (more == 0 ? "" : " (" + more + " of them not from PingOne)"));
        }
        List<String> lines = new ArrayList<>();
        lines.add("NOT EQUAL   %d differences; the directory holds %s".formatted(differences.size(), held));
        differences.stream().limit(SHOWN).forEach(difference -> lines.add("            " + difference));
        return lines;
    }
}
