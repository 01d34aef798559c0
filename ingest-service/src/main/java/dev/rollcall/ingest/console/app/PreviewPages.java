package dev.rollcall.ingest.console.app;

import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.app.Apps;
import dev.rollcall.ingest.app.preview.PreviewRequest;
import dev.rollcall.ingest.app.preview.Previews;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.console.WrongField;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.schemas.setting.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/** Shows what an app would be sent, also by a scope and mapping that aren't saved. */
@Controller
final class PreviewPages {

    private static final String PATH = "/console/apps/{id}/preview";

    private final Previews previews;
    private final Apps apps;
    private final Settings settings;
    private final PublicUrl url;
    private final JsonMapper json;
    private final Scheduler blocking;

    PreviewPages(Previews previews, Apps apps, Settings settings, PublicUrl url, JsonMapper json, Scheduler blocking) {
        this.previews = previews;
        this.apps = apps;
        this.settings = settings;
        this.url = url;
        this.json = json;
        this.blocking = blocking;
    }

    /** A connection that is looked at. */
    record Choice(String id, String name) {}

    /** With the scope and mapping as they are saved, to be tried otherwise. */
    @GetMapping(PATH)
    Rendering show(@PathVariable String id) {
        AppSetting app = apps.find(id).value();
        var data = new LinkedMultiValueMap<String, String>();
        data.add("what", "user");
        data.add("scope-users", app.getUserFilter());
        data.add("scope-groups", app.getGroupFilter());
        data.add("mapping", MappingLines.of(app.getMapping()));
        return page(id, new Form(data), Map.of(), null);
    }

    /** Whom it is about is in no URL. */
    @PostMapping(PATH)
    Mono<Rendering> preview(@PathVariable String id, ServerWebExchange exchange) {
        return Form.of(exchange)
                .flatMap(form -> Mono.fromCallable(
                                () -> previews.of(id, asked(id, form), url.of(exchange.getRequest())))
                        .subscribeOn(blocking)
                        .map(preview -> page(
                                id,
                                form,
                                Map.of("items", PreviewRow.of(preview, json), "isAll", preview.complete()),
                                null))
                        .onErrorResume(e -> Trouble.of(e)
                                .map(trouble -> Mono.just(page(id, form, Map.of(), at(trouble))))
                                .orElseGet(() -> Mono.error(e))));
    }

    private PreviewRequest asked(String id, Form form) {
        AppSetting app = apps.find(id).value();
        boolean isScim = AppChoice.of(app.getKind()).equals(Optional.of(AppChoice.SCIM));
        String what = form.text("what");
        Optional<String> who = form.given("who");
        if (who.isEmpty() && !what.equals("changes")) {
            throw new WrongField("who", "Say who: a userName, an address, a group's name, or an id.");
        }
        return new PreviewRequest(
                form.text("connection"),
                what.equals("user") ? who.orElse(null) : null,
                what.equals("group") ? who.orElse(null) : null,
                what.equals("changes") ? form.given("since").orElse("PT1H") : null,
                new PreviewRequest.Draft(
                        new PreviewRequest.Filters(
                                form.given("scope-users").orElse(null),
                                form.given("scope-groups").orElse(null)),
                        isScim ? new HashMap<>(MappingLines.read(form.text("mapping"), app.getMapping())) : null));
    }

    private static Trouble at(Trouble trouble) {
        return trouble.status().isSameCodeAs(HttpStatus.NOT_FOUND)
                ? new Trouble(trouble.status(), trouble.sentence(), "who")
                : AppFields.at(trouble);
    }

    private Rendering page(String id, Form form, Map<String, ?> found, @Nullable Trouble trouble) {
        AppSetting app = apps.find(id).value();
        return Rendering.view("console/preview")
                .modelAttribute("app", id)
                .modelAttribute("name", app.getName())
                .modelAttribute("kind", AppChoice.of(app.getKind()).orElse(AppChoice.WEBHOOK))
                .modelAttribute("typed", form)
                .modelAttribute("choices", choices(app))
                .model(found)
                .model(trouble == null ? Map.of() : trouble.model())
                .status(trouble == null ? HttpStatus.OK : trouble.status())
                .build();
    }

    private List<Choice> choices(AppSetting app) {
        List<String> followed = app.getConnections();
        return settings.connections().stream()
                .filter(one -> followed.isEmpty() || followed.contains(one.id()))
                .map(one -> new Choice(one.id(), one.value().getName()))
                .toList();
    }
}
