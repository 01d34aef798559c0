package dev.rollcall.ingest.console.app;

import dev.rollcall.ingest.app.Apps;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.scim.ScimJson;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Stops deliveries to an app, lets them go on, and ends them for good. */
@Controller
final class AppSwitchPages {

    private final Apps apps;

    AppSwitchPages(Apps apps) {
        this.apps = apps;
    }

    @PostMapping("/console/apps/{id}/enabled")
    Mono<Rendering> enable(@PathVariable String id, ServerWebExchange exchange) {
        return Form.of(exchange)
                .flatMap(form -> apps.patch(
                        id,
                        ScimJson.objectNode()
                                .put("enabled", form.text("enabled").equals("true")),
                        null))
                .map(_ -> Rendering.redirectTo("/console/apps/" + id).build());
    }

    /** Only of who ticked that it is meant. */
    @PostMapping("/console/apps/{id}/delete")
    Mono<Rendering> delete(@PathVariable String id, ServerWebExchange exchange) {
        return Form.of(exchange)
                .filter(form -> form.text("sure").equals("true"))
                .switchIfEmpty(Mono.error(() -> Refused.wrong("Tick the box that says which app is deleted.")))
                .flatMap(_ -> apps.delete(id))
                .then(Mono.fromSupplier(
                        () -> Rendering.redirectTo("/console/apps").build()));
    }
}
