package dev.rollcall.ingest.console;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.ingest.activity.FirstCalls;
import dev.rollcall.ingest.activity.projection.Milestone;
import dev.rollcall.ingest.connection.ConnectionBody;
import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.connection.Credentials;
import dev.rollcall.ingest.connection.NewCredential;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.schemas.scim.Profile;
import dev.rollcall.schemas.setting.Settings;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The connections, a new one, and the setup guide of each. */
@Controller
final class ConnectionPages {

    private static final Map<String, Trouble.Field> FIELDS = Map.of("name", new Trouble.Field("name", "The name"));

    private final Connections connections;
    private final Credentials credentials;
    private final FirstCalls firstCalls;
    private final HoldNotice hold;
    private final PublicUrl url;
    private final Scheduler blocking;

    ConnectionPages(
            Connections connections,
            Credentials credentials,
            FirstCalls firstCalls,
            HoldNotice hold,
            PublicUrl url,
            Scheduler blocking) {
        this.connections = connections;
        this.credentials = credentials;
        this.firstCalls = firstCalls;
        this.hold = hold;
        this.url = url;
        this.blocking = blocking;
    }

    /** A line of the list. */
    record Row(String id, String name, String profile, boolean enabled, boolean held, long done, int steps) {}

    /** A client that may push. */
    record Choice(String value, String name) {

        static Choice of(Profile profile) {
            return new Choice(
                    profile.label(),
                    switch (profile) {
                        case PINGONE -> "PingOne";
                        case PINGFEDERATE -> "PingFederate";
                        case ENTRA -> "Microsoft Entra ID";
                        case OKTA -> "Okta";
                        case STRICT -> "another client, strictly by the RFCs";
                    });
        }
    }

    /** What is asked of a new connection; its id is made with the form, so that sending it twice makes one. */
    record Form(String id, String name, String profile) {}

    @GetMapping("/")
    ResponseEntity<Void> home() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("/console"))
                .build();
    }

    /** By name, a page at a time. */
    @GetMapping("/console")
    Mono<Rendering> list(@RequestParam(name = "page", required = false) @Nullable String page) {
        return Mono.fromCallable(() -> {
                    Leaf<Settings.Entry<ConnectionSetting>> leaf = Leaf.of(
                            connections.all(), connection -> connection.value().getName(), page);
                    return Rendering.view("console/connections")
                            .modelAttribute("rows", rows(leaf.entries()))
                            .modelAttribute("leaf", leaf)
                            .build();
                })
                .subscribeOn(blocking);
    }

    private List<Row> rows(List<Settings.Entry<ConnectionSetting>> shown) {
        Map<String, Long> reached =
                firstCalls.reached(shown.stream().map(Settings.Entry::id).toList());
        Set<String> held = hold.held();
        return shown.stream()
                .map(connection -> new Row(
                        connection.id(),
                        connection.value().getName(),
                        connection.value().getProfile(),
                        connection.value().getEnabled(),
                        held.contains(connection.id()),
                        reached.getOrDefault(connection.id(), 0L),
                        Milestone.values().length))
                .toList();
    }

    @GetMapping("/console/connections/new")
    Rendering form() {
        return form(new Form(UuidCreator.getTimeOrderedEpoch().toString(), "", Profile.PINGONE.label()), null);
    }

    private static Rendering form(Form form, @Nullable Trouble trouble) {
        return Rendering.view("console/new-connection")
                .modelAttribute("form", form)
                .modelAttribute(
                        "profiles",
                        Arrays.stream(Profile.values()).map(Choice::of).toList())
                .model(trouble == null ? Map.of() : trouble.model())
                .status(trouble == null ? HttpStatus.OK : trouble.status())
                .build();
    }

    /** Shows the guide at once: it holds the token, which nobody can tell again. */
    @PostMapping("/console/connections")
    Mono<Rendering> create(ServerWebExchange exchange) {
        return exchange.getFormData().flatMap(data -> {
            var form = new Form(
                    Objects.requireNonNullElse(data.getFirst("id"), ""),
                    Objects.requireNonNullElse(data.getFirst("name"), ""),
                    Objects.requireNonNullElse(data.getFirst("profile"), ""));
            return Mono.defer(() -> connections.create(ConnectionBody.of(form.id(), form.name(), form.profile())))
                    .flatMap(created -> guide(created.connection().id(), created.secret(), exchange))
                    .onErrorResume(
                            ResponseStatusException.class,
                            e -> Trouble.of(e)
                                    .map(trouble -> Mono.just(problem(form, trouble)))
                                    .orElseGet(() -> Mono.error(e)));
        });
    }

    private static Rendering problem(Form form, Trouble trouble) {
        return trouble.status().isSameCodeAs(HttpStatus.CONFLICT)
                ? Rendering.redirectTo("/console/connections/" + form.id()).build()
                : form(form, trouble.at(FIELDS));
    }

    @GetMapping("/console/connections/{id}")
    Mono<Rendering> guide(@PathVariable String id, ServerWebExchange exchange) {
        return guide(id, null, exchange);
    }

    /** Makes another token; those before stay until they are revoked or expire. */
    @PostMapping("/console/connections/{id}/token")
    Mono<Rendering> token(@PathVariable String id, ServerWebExchange exchange) {
        return credentials
                .create(id, NewCredential.bearer("Setup guide"))
                .flatMap(made -> guide(id, made.secret(), exchange));
    }

    private Mono<Rendering> guide(String id, @Nullable String secret, ServerWebExchange exchange) {
        return Mono.fromCallable(() -> {
                    ConnectionSetting setting = connections.find(id).value();
                    return Rendering.view("console/guide")
                            .modelAttribute("connection", id)
                            .modelAttribute("name", setting.getName())
                            .modelAttribute("enabled", setting.getEnabled())
                            .modelAttribute("baseUrl", url.of(exchange.getRequest()) + "/scim/v2/" + id)
                            .modelAttribute("steps", steps(id))
                            .modelAttribute("swapped", false)
                            .model(secret == null ? Map.of() : Map.of("secret", secret))
                            .model(hold.of(id))
                            .build();
                })
                .subscribeOn(blocking);
    }

    /** What has been seen by now, to be swapped into the guide. */
    @GetMapping("/console/connections/{id}/progress")
    Mono<Rendering> progress(@PathVariable String id) {
        return Mono.fromCallable(() -> Rendering.view("console/progress :: checks")
                        .modelAttribute("connection", connections.find(id).id())
                        .modelAttribute("steps", steps(id))
                        .modelAttribute("swapped", true)
                        .build())
                .subscribeOn(blocking);
    }

    private List<StepView> steps(String connection) {
        return firstCalls.of(connection).steps().stream().map(StepView::of).toList();
    }
}
