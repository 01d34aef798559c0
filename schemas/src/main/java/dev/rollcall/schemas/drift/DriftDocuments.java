package dev.rollcall.schemas.drift;

import java.util.Date;
import org.bson.Document;

/** The parts of a run's document. */
final class DriftDocuments {

    private DriftDocuments() {}

    static Document of(DriftRun.Counts counts) {
        return new Document("requests", counts.requests())
                .append("users", counts.users())
                .append("groups", counts.groups())
                .append("toldUsers", counts.toldUsers())
                .append("toldGroups", counts.toldGroups())
                .append("agreeing", counts.agreeing())
                .append("suspects", counts.suspects())
                .append("checked", counts.checked())
                .append("unlisted", counts.unlisted())
                .append("unread", counts.unread())
                .append("isMoving", counts.isMoving())
                .append("isBehind", counts.isBehind());
    }

    static DriftRun.Counts counts(Document document) {
        return new DriftRun.Counts(
                number(document, "requests"),
                number(document, "users"),
                number(document, "groups"),
                number(document, "toldUsers"),
                number(document, "toldGroups"),
                number(document, "agreeing"),
                number(document, "suspects"),
                number(document, "checked"),
                number(document, "unlisted"),
                number(document, "unread"),
                document.getBoolean("isMoving", false),
                document.getBoolean("isBehind", false));
    }

    static Document of(DriftRun.Repair repair) {
        return new Document("id", repair.id())
                .append("state", repair.state().name())
                .append("requested", Date.from(repair.requested()))
                .append("operator", repair.operator())
                .append("reason", repair.reason())
                .append("wanted", repair.wanted())
                .append("sent", repair.sent())
                .append("repaired", repair.repaired())
                .append("unrepaired", repair.unrepaired())
                .append("failure", repair.failure())
                .append("ended", DriftRun.date(repair.ended()))
                .append("attempts", repair.attempts());
    }

    static DriftRun.Repair repair(Document document) {
        return new DriftRun.Repair(
                document.getString("id"),
                RepairState.valueOf(document.getString("state")),
                document.getDate("requested").toInstant(),
                document.getString("operator"),
                document.getString("reason"),
                number(document, "wanted"),
                number(document, "sent"),
                number(document, "repaired"),
                number(document, "unrepaired"),
                document.getString("failure"),
                DriftRun.instant(document, "ended"),
                document.getInteger("attempts", 1));
    }

    private static long number(Document document, String field) {
        return document.get(field, Number.class).longValue();
    }
}
