package dev.rollcall.ingest.console.person;

import dev.rollcall.ingest.console.Kind;
import dev.rollcall.schemas.erasure.Erasures;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A person: as they are, in which apps and why, and how it came to be so. Its URL has ids alone. */
@Controller
final class PersonPages {

    private final PersonPage page;
    private final Erasures erasures;
    private final Scheduler blocking;

    PersonPages(PersonPage page, Erasures erasures, Scheduler blocking) {
        this.page = page;
        this.erasures = erasures;
        this.blocking = blocking;
    }

    /** @param before the sequence before which the timeline begins */
    @GetMapping("/console/connections/{connection}/people/{id}")
    Mono<Rendering> show(
            @PathVariable String connection,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long before) {
        // of whoever is forgotten there is nothing to be told but that
        return erasures.isErased(connection, id)
                ? Mono.just(Rendering.redirectTo(Kind.PERSON.path(connection, id) + "/erasure")
                        .build())
                : Mono.fromCallable(() -> Rendering.view("console/person")
                                .model(page.of(connection, id, before))
                                .build())
                        .subscribeOn(blocking);
    }
}
