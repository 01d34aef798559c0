package dev.rollcall.ingest.console.person;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.console.WrongField;
import dev.rollcall.ingest.console.group.GroupSearch;
import dev.rollcall.schemas.setting.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Looks people and groups up. What is typed travels in a body, which no log, history or bookmark keeps. */
@Controller
final class PeoplePages {

    private static final String PATH = "/console/people";
    private static final int LONGEST = 200;

    private final Connections connections;
    private final PersonSearch search;
    private final GroupSearch groups;
    private final Scheduler blocking;

    PeoplePages(Connections connections, PersonSearch search, GroupSearch groups, Scheduler blocking) {
        this.connections = connections;
        this.search = search;
        this.groups = groups;
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
                                .map(trouble -> Mono.just(problem(form, trouble)))
                                .orElseGet(() -> Mono.error(e))));
    }

    private Rendering found(String connection, String typed) {
        String id = connections.find(connection).id();
        if (typed.isEmpty() || typed.length() > LONGEST) {
            throw new WrongField("who", "Type up to " + LONGEST + " characters to look for.");
        }
        PersonSearch.Found found = search.find(id, typed);
        GroupSearch.Found alike = groups.find(id, typed);
        List<String> paths = Stream.concat(
                        found.people().stream().map(PersonSearch.Hit::id).map(one -> Kind.PERSON.path(id, one)),
                        alike.groups().stream().map(GroupSearch.Hit::path))
                .toList();
        return paths.size() == 1
                ? Rendering.redirectTo(paths.getFirst()).build()
                : page(connection, typed)
                        .modelAttribute("people", found.people())
                        .modelAttribute("isMore", found.isMore())
                        .modelAttribute("groups", alike.groups())
                        .modelAttribute("areMoreGroups", alike.isMore())
                        .build();
    }

    private Rendering problem(Form form, Trouble trouble) {
        return page(form.text("connection"), form.text("who"))
                .model(trouble.model())
                .status(trouble.status())
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
