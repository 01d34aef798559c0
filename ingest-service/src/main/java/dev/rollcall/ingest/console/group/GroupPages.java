package dev.rollcall.ingest.console.group;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A group: as it is, who is in it, and how it came to be so. */
@Controller
final class GroupPages {

    private final GroupPage page;
    private final Scheduler blocking;

    GroupPages(GroupPage page, Scheduler blocking) {
        this.page = page;
        this.blocking = blocking;
    }

    /**
     * @param before the sequence before which the timeline begins
     * @param members which page of the members
     */
    @GetMapping("/console/connections/{connection}/groups/{id}")
    Mono<Rendering> show(
            @PathVariable String connection,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(name = "page", required = false) @Nullable String members) {
        return Mono.fromCallable(() -> Rendering.view("console/group")
                        .model(page.of(connection, id, before, members))
                        .build())
                .subscribeOn(blocking);
    }
}
