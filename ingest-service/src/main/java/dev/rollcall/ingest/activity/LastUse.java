package dev.rollcall.ingest.activity;

import dev.rollcall.ingest.activity.projection.Summaries;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** When the credentials of a connection were last used, to a second or so. Blocking. */
@Component
public final class LastUse {

    private final Summaries summaries;

    LastUse(Summaries summaries) {
        this.summaries = summaries;
    }

    /** By the credential's id; one that was never used isn't in the map. */
    public Map<String, Instant> of(String connection) {
        var used = new TreeMap<String, Instant>();
        summaries.of(connection).used().forEach((credential, entry) -> used.put(credential, EntryTime.of(entry)));
        return used;
    }
}
