package dev.rollcall.ingest.console.erasure;

import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.Kind;
import dev.rollcall.ingest.console.OperatorNames;
import dev.rollcall.ingest.console.Polled;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.console.WrongField;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.delivery.person.AppOfPerson;
import dev.rollcall.ingest.delivery.person.PersonApps;
import dev.rollcall.ingest.delivery.person.PersonView;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.erasure.Forgetting;
import dev.rollcall.ingest.history.Departed;
import dev.rollcall.schemas.erasure.Erasures;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Forgets a person: first it is shown what that does, then it is asked for, and then it is told how far it is. */
@Controller
final class ErasurePages {

    private static final String PATH = "/console/connections/{connection}/people/{id}/erasure";

    /** Apps that are named. */
    private static final int SHOWN = 20;

    private final Forgetting forgetting;
    private final Erasures erasures;
    private final Connections connections;
    private final Directory directory;
    private final Departed departed;
    private final PersonApps apps;
    private final OperatorNames names;
    private final Scheduler blocking;
    private final Clock clock;

    ErasurePages(
            Forgetting forgetting,
            Erasures erasures,
            Connections connections,
            Directory directory,
            Departed departed,
            PersonApps apps,
            OperatorNames names,
            Scheduler blocking,
            Clock clock) {
        this.forgetting = forgetting;
        this.erasures = erasures;
        this.connections = connections;
        this.directory = directory;
        this.departed = departed;
        this.apps = apps;
        this.names = names;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** How far it is; where nobody asked for it, what it would do. */
    @GetMapping(PATH)
    Mono<Rendering> show(@PathVariable String connection, @PathVariable String id) {
        return erasures.find(connection, id).isPresent() ? told(connection, id, null) : form(connection, id, null, "");
    }

    private Mono<Rendering> form(String connection, String id, @Nullable Trouble trouble, String reason) {
        return Mono.fromCallable(() -> {
                    List<String> having = apps.of(connection, id).map(PersonView::apps).orElse(List.of()).stream()
                            .filter(app -> !app.isOut())
                            .map(AppOfPerson::name)
                            .toList();
                    return page("console/forget", connection, id, trouble)
                            .modelAttribute("name", name(connection, id))
                            .modelAttribute("apps", having.stream().limit(SHOWN).toList())
                            .modelAttribute("allApps", having.size())
                            .modelAttribute("reason", reason)
                            .build();
                })
                .subscribeOn(blocking);
    }

    private String name(String connection, String id) {
        return directory
                .user(connection, id)
                .or(() -> departed.find(connection, id))
                .map(user -> user.getAttributes().getUserName())
                .orElse(id);
    }

    private Mono<Rendering> told(String connection, String id, @Nullable Trouble trouble) {
        return row(connection, id)
                .map(row -> page("console/erasure", connection, id, trouble)
                        .modelAttribute("row", row)
                        .build());
    }

    private Mono<ErasureRow> row(String connection, String id) {
        return forgetting
                .get(connection, id)
                .publishOn(blocking)
                .map(erasure -> ErasureRow.of(erasure, names, clock.instant()));
    }

    private Rendering.Builder<?> page(String view, String connection, String id, @Nullable Trouble trouble) {
        return Rendering.view(view)
                .modelAttribute("connection", connection)
                .modelAttribute(
                        "connectionName", connections.find(connection).value().getName())
                .modelAttribute("id", id)
                .modelAttribute("path", Kind.PERSON.path(connection, id))
                .model(trouble == null ? Map.of() : trouble.model())
                .status(trouble == null ? HttpStatus.OK : trouble.status());
    }

    /** How far it is, to be swapped into the page. */
    @GetMapping(PATH + "/progress")
    Mono<Rendering> progress(
            @PathVariable String connection,
            @PathVariable String id,
            @RequestParam(defaultValue = "requested") String state) {
        return row(connection, id)
                .map(row -> Polled.of(
                        Rendering.view("console/erasure :: progress")
                                .modelAttribute("path", Kind.PERSON.path(connection, id))
                                .modelAttribute("row", row),
                        state,
                        row.state()));
    }

    /** Begins it, once it was confirmed; again, with {@code force}, it goes on without waiting for apps. */
    @PostMapping(PATH)
    Mono<Rendering> forget(@PathVariable String connection, @PathVariable String id, ServerWebExchange exchange) {
        return Mono.zip(Form.of(exchange), Operators.of(exchange)).flatMap(asked -> {
            Form form = asked.getT1();
            return Mono.fromCallable(() -> confirmed(form))
                    .flatMap(
                            reason -> forgetting.forget(connection, id, asked.getT2(), reason, form.isChecked("force")))
                    .map(_ -> Rendering.redirectTo(Kind.PERSON.path(connection, id) + "/erasure")
                            .build())
                    .onErrorResume(e -> Trouble.of(e)
                            .map(trouble -> erasures.find(connection, id).isPresent()
                                    ? told(connection, id, trouble)
                                    : form(connection, id, trouble.at("reason"), form.text("reason")))
                            .orElseGet(() -> Mono.error(e)));
        });
    }

    private static String confirmed(Form form) {
        if (!form.isChecked("confirm")) {
            throw new WrongField("confirm", "Confirm it: there is no way back.");
        }
        return form.text("reason");
    }
}
