package dev.rollcall.standalone.demo;

import java.util.ArrayList;
import java.util.List;

/** What is there when all drills are over. */
record Review(Roster log, ChangeAudit changes, SampleApps apps, Equality equality) {

    boolean isGood() {
        return equality.isEqual()
                && equality.differences(log).isEmpty()
                && changes.gaps() == 0
                && apps.all().stream().allMatch(app -> app.doubled() == 0);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("changes     %d in the log, %s"
                .formatted(
                        changes.count(),
                        changes.gaps() == 0 ? "sequence without a gap" : changes.gaps() + " GAPS in the sequence"));
        List<String> differences = equality.differences(log);
        lines.add(
                differences.isEmpty()
                        ? "log         applied change by change it says what the directory holds"
                        : "LOG         %d differences: %s".formatted(differences.size(), differences.getFirst()));
        apps.all().stream()
                .filter(app -> app.doubled() > 0)
                .forEach(app -> lines.add("DOUBLED     %s: %d effects".formatted(app.name(), app.doubled())));
        lines.addAll(equality.lines());
        lines.add(
                isGood()
                        ? "verdict     good: all is as it was told"
                        : "VERDICT     NOT good; see the words in capitals");
        return lines;
    }
}
