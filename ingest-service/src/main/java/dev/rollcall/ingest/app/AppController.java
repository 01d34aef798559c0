package dev.rollcall.ingest.app;

import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.replay.BackFills;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.ingest.setting.Versions;
import dev.rollcall.schemas.setting.Settings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The admin API for apps. */
@RestController
@RequestMapping("/api/v1/apps")
final class AppController {

    private final Apps apps;
    private final AppProgress progress;
    private final PublicUrl url;

    AppController(Apps apps, AppProgress progress, PublicUrl url) {
        this.apps = apps;
        this.progress = progress;
        this.url = url;
    }

    /**
     * Answers with the secret or token where one was made here; it is shown this once.
     *
     * @param start history (when absent: what happened as far as it is kept, and then what happens), everything (all there is,
     *     and then what happens) or now (only what happens from now on)
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<AppView> create(
            @RequestBody AppBody asked,
            @RequestParam(required = false) @Nullable String start,
            ServerHttpRequest request,
            ServerWebExchange exchange) {
        BackFills.Start from = BackFills.Start.of(start);
        return Operators.of(exchange)
                .flatMap(operator -> apps.create(asked, from, operator))
                .map(created -> AppView.made(created, url.of(request)));
    }

    @GetMapping
    List<AppView> list(ServerHttpRequest request) {
        return apps.all().stream().map(app -> AppView.of(app, url.of(request))).toList();
    }

    /** With how far the app has come. Its ETag can be sent with a PATCH. */
    @GetMapping("/{id}")
    Mono<ResponseEntity<AppView>> get(@PathVariable String id, ServerHttpRequest request) {
        Settings.Entry<AppSetting> app = apps.find(id);
        return progress.of(id).map(found -> shown(app, AppView.of(app, url.of(request), found)));
    }

    /** Changes what the body names, as a JSON Merge Patch (RFC 7396). */
    @PatchMapping(
            path = "/{id}",
            consumes = {"application/json", "application/merge-patch+json"})
    Mono<ResponseEntity<AppView>> change(
            @PathVariable String id,
            @RequestBody @Schema(implementation = AppBody.class) ObjectNode patch,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            ServerHttpRequest request) {
        return apps.patch(id, patch, ifMatch).map(changed -> shown(changed, AppView.of(changed, url.of(request))));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id) {
        return apps.delete(id);
    }

    private static ResponseEntity<AppView> shown(Settings.Entry<AppSetting> app, AppView view) {
        return ResponseEntity.ok().eTag(Versions.etag(app.setting())).body(view);
    }
}
