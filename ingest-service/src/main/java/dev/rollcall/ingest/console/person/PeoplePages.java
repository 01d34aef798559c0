package dev.rollcall.ingest.console.person;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.schemas.setting.Settings;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Looks people up. What is typed travels in a body, which no log, history or bookmark keeps. */
@Controller
final class PeoplePages {

    private static final String PATH = "/console/people";
    private static final int LONGEST = 200;

    private final Connections connections;
    private final PersonSearch search;
    private final Scheduler blocking;

    PeoplePages(Connections connections, PersonSearch search, Scheduler blocking) {
        this.connections = connections;
        this.search = search;
        this.blocking = blocking;
    }

    /** A connection to look in. */
    record Choice(String id, String name) {

        static Choice of(Settings.Entry<ConnectionSetting> connection) {
            return new Choice(connection.id(), connection.value().getName());
        }
    }

    @GetMapping(PATH)
    Rendering form(@RequestParam(required = false) @Nullable String connection) {
        return page(connection, "").build();
    }

    /** Leads right to the one whom it finds. */
    @PostMapping(PATH)
    Mono<Rendering> search(ServerWebExchange exchange) {
        return Form.of(exchange)
                .flatMap(form -> Mono.fromCallable(() -> found(form.text("connection"), form.text("who")))
                        .subscribeOn(blocking)
                        .onErrorResume(e -> Trouble.of(e)
                                .map(trouble -> Mono.just(problem(form, trouble.status(), trouble.sentence())))
                                .orElseGet(() -> Mono.error(e))));
    }

    private Rendering found(String connection, String typed) {
        String id = connections.find(connection).id();
        if (typed.isEmpty() || typed.length() > LONGEST) {
            return page(connection, typed)
                    .modelAttribute("problem", "Type up to " + LONGEST + " characters to look for.")
                    .status(HttpStatus.BAD_REQUEST)
                    .build();
        }
        PersonSearch.Found found = search.find(id, typed);
        return found.people().size() == 1
                ? Rendering.redirectTo("/console/connections/" + id + "/people/"
                                + found.people().getFirst().id())
                        .build()
                : page(connection, typed)
                        .modelAttribute("people", found.people())
                        .modelAttribute("isMore", found.isMore())
                        .build();
    }

    private Rendering problem(Form form, HttpStatusCode status, String sentence) {
        return page(form.text("connection"), form.text("who"))
                .modelAttribute("problem", sentence)
                .status(status)
                .build();
    }

    private Rendering.Builder<?> page(@Nullable String connection, String typed) {
        List<Choice> choices = connections.all().stream()
                .map(Choice::of)
                .sorted(Comparator.comparing(Choice::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
        return Rendering.view("console/people")
                .modelAttribute("choices", choices)
                .modelAttribute("connection", connection == null ? "" : connection)
                .modelAttribute("who", typed);
    }
}
