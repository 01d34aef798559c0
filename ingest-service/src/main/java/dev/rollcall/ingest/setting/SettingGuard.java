package dev.rollcall.ingest.setting;

import dev.rollcall.event.Setting;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Looks at changes of settings before they are made, on behalf of whoever makes them. */
public interface SettingGuard {

    /** What the caller of this request may not do; empty when there is no objection to anything. */
    Mono<Objection> ofCaller();

    /** What one caller may not do. */
    @FunctionalInterface
    interface Objection {

        /**
         * Lets a change pass. Blocking.
         *
         * @param setting null when it is to be removed
         * @throws org.springframework.web.server.ResponseStatusException to refuse it
         */
        void check(String key, @Nullable Setting setting);
    }
}
