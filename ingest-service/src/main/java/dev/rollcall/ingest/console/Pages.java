package dev.rollcall.ingest.console;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What pages have in common. */
public final class Pages {

    private Pages() {}

    /** What was wrong with what was sent, if anything was. */
    public static Map<String, String> problem(@Nullable String problem) {
        return problem == null ? Map.of() : Map.of("problem", problem);
    }
}
