package dev.rollcall.ingest.console;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The apps that changes are brought to, and how each does. */
@Controller
final class AppPages {

    private static final int MOST_CONNECTIONS = 50;

    /** The apps are listed without what MongoDB knows of them rather than not at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Settings settings;
    private final AppStandings standings;
    private final PublicUrl url;
    private final HoldNotice hold;
    private final Scheduler blocking;
    private final Clock clock;

    AppPages(
            Settings settings,
            AppStandings standings,
            PublicUrl url,
            HoldNotice hold,
            Scheduler blocking,
            Clock clock) {
        this.settings = settings;
        this.standings = standings;
        this.url = url;
        this.hold = hold;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** A connection that an app follows. */
    record Followed(String id, String name) {}

    /** By name, a page at a time. */
    @GetMapping("/console/apps")
    Mono<Rendering> list(
            @RequestParam(name = "page", required = false) @Nullable String page, ServerWebExchange exchange) {
        Leaf<Settings.Entry<AppSetting>> leaf =
                Leaf.of(settings.apps(), app -> app.value().getName(), page);
        return Mono.zip(
                        standings.of(
                                leaf.entries().stream().map(Settings.Entry::id).toList()),
                        Mono.fromCallable(this::held)
                                .subscribeOn(blocking)
                                .timeout(PATIENCE)
                                .map(Optional::of)
                                .onErrorReturn(Optional.empty()))
                .map(found -> Rendering.view("console/apps")
                        .modelAttribute(
                                "rows",
                                leaf.entries().stream()
                                        .map(app -> AppRow.of(app, found.getT1().get(app.id()), clock.instant()))
                                        .toList())
                        .modelAttribute("leaf", leaf)
                        .modelAttribute("held", found.getT2().orElse(List.of()))
                        .modelAttribute("isHeldKnown", found.getT2().isPresent())
                        .modelAttribute("api", api(exchange))
                        .build());
    }

    @GetMapping("/console/apps/{id}")
    Mono<Rendering> show(@PathVariable String id, ServerWebExchange exchange) {
        Settings.Entry<AppSetting> app = settings.app(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no app with this id. The list of apps has all."));
        List<Followed> followed = followed(app.value()).toList();
        return standings
                .of(List.of(id))
                .map(known -> Rendering.view("console/app")
                        .modelAttribute("app", AppRow.of(app, known.get(id), clock.instant()))
                        .modelAttribute("url", app.value().getUrl())
                        .modelAttribute("enabled", app.value().getEnabled())
                        .model(gets(app.value()))
                        .modelAttribute(
                                "followsAll", app.value().getConnections().isEmpty())
                        .modelAttribute(
                                "connections",
                                followed.stream().limit(MOST_CONNECTIONS).toList())
                        .modelAttribute("more", Math.max(0, followed.size() - MOST_CONNECTIONS))
                        .modelAttribute("api", api(exchange))
                        .build());
    }

    /** The connections of which apps get nothing until somebody has looked. */
    private List<Followed> held() {
        Set<String> held = hold.held();
        return settings.connections().stream()
                .filter(connection -> held.contains(connection.id()))
                .map(AppPages::followed)
                .toList();
    }

    /** Who and what it gets, where that isn't all. */
    private static Map<String, Object> gets(AppSetting app) {
        var gets = new HashMap<String, Object>(Map.of("mapped", app.getMapping().size()));
        if (app.getKind() == AppKind.SCIM) {
            gets.put("deprovision", app.getDeprovision().name().toLowerCase(Locale.ROOT));
        }
        Optional.ofNullable(app.getUserFilter()).ifPresent(filter -> gets.put("users", filter));
        Optional.ofNullable(app.getGroupFilter()).ifPresent(filter -> gets.put("groups", filter));
        return gets;
    }

    private Stream<Followed> followed(AppSetting app) {
        List<String> named = app.getConnections();
        return settings.connections().stream()
                .filter(connection -> named.isEmpty() || named.contains(connection.id()))
                .map(AppPages::followed);
    }

    private static Followed followed(Settings.Entry<ConnectionSetting> connection) {
        return new Followed(connection.id(), connection.value().getName());
    }

    private String api(ServerWebExchange exchange) {
        return url.of(exchange.getRequest()) + "/api/v1/apps";
    }
}
