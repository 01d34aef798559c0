package dev.rollcall.ingest.console;

import org.springframework.web.reactive.result.view.Rendering;

/** Progress that a page asks for every second, and loads itself anew when the state isn't the one that it shows any more. */
public final class Polled {

    private static final String REFRESH = "HX-Refresh";

    private Polled() {}

    /** @param shown the state that the page shows */
    public static Rendering of(Rendering.Builder<?> fragment, String shown, String state) {
        return shown.equals(state)
                ? fragment.build()
                : fragment.header(REFRESH, "true").build();
    }
}
