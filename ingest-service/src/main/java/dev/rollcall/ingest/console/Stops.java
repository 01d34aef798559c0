package dev.rollcall.ingest.console;

import dev.rollcall.ingest.activity.journey.Journey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way of a call as a page shows it: the call, its changes, the directory, each app. */
final class Stops {

    private static final String FULL = ":full";

    private Stops() {}

    /**
     * One of them.
     *
     * @param state {@code done}, {@code wrong} or {@code open}
     */
    record Stop(
            String title,
            String detail,
            String state,
            @Nullable Instant time,
            @Nullable String shown) {}

    static List<Stop> of(Journey journey) {
        var stops = new ArrayList<Stop>();
        stops.add(new Stop("Request", journey.summary(), state(journey.stage()), null, null));
        journey.changes().forEach(change -> add(stops, change));
        return stops;
    }

    private static void add(List<Stop> stops, Journey.Step change) {
        stops.add(new Stop(
                "Change " + change.sequence(),
                kind(change.kind()) + " of " + change.resourceType() + " " + change.resource(),
                "done",
                change.time(),
                Shown.time(change.time())));
        stops.add(
                change.directory().isApplied()
                        ? new Stop("Directory", "applied", "done", null, null)
                        : new Stop("Directory", "not applied yet", "open", null, null));
        change.apps().forEach(app -> stops.add(of(app)));
    }

    /** What is done, of a URI such as {@code urn:ietf:params:scim:event:prov:create:full}. */
    private static String kind(String uri) {
        String kind = uri.endsWith(FULL) ? uri.substring(0, uri.length() - FULL.length()) : uri;
        return kind.substring(kind.lastIndexOf(':') + 1);
    }

    private static String state(Journey.Stage stage) {
        return switch (stage) {
            case READ, UNCHANGED, CHANGED -> "done";
            case REFUSED -> "wrong";
            case WAITING, OUT_OF_REACH -> "open";
        };
    }

    private static Stop of(Journey.AtApp app) {
        String state = switch (app.state()) {
            case "delivered", "skipped", "superseded" -> "done";
            case "failed" -> "wrong";
            default -> "open";
        };
        var detail = new StringBuilder(app.state());
        if (app.status() != null) {
            detail.append(", answered ").append(app.status());
        }
        if (app.attempts() != null && app.attempts() > 1) {
            detail.append(", after ").append(app.attempts()).append(" attempts");
        }
        if (app.latencyMs() != null) {
            detail.append(", ").append(app.latencyMs()).append(" ms after the push");
        }
        if (app.detail() != null) {
            detail.append(": ").append(app.detail());
        }
        Instant at = app.at();
        return new Stop("App " + app.name(), detail.toString(), state, at, at == null ? null : Shown.time(at));
    }
}
