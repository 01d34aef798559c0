package dev.rollcall.ingest.connection;

import dev.rollcall.event.ConnectionSetting;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The admin API for connections. */
@RestController
@RequestMapping("/api/v1/connections")
final class ConnectionController {

    private final Connections connections;
    private final Impact impact;
    private final PublicUrl url;

    ConnectionController(Connections connections, Impact impact, PublicUrl url) {
        this.connections = connections;
        this.impact = impact;
        this.url = url;
    }

    /** Answers with the secret, which is shown this once. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ConnectionView> create(@RequestBody ConnectionBody asked, ServerHttpRequest request) {
        return connections
                .create(asked)
                .map(created -> ConnectionView.of(created.connection(), url.of(request), created.secret()));
    }

    @GetMapping
    List<ConnectionView> list(ServerHttpRequest request) {
        return connections.all().stream()
                .map(connection -> ConnectionView.of(connection, url.of(request), null))
                .toList();
    }

    /** Its ETag can be sent with a PATCH. */
    @GetMapping("/{id}")
    ResponseEntity<ConnectionView> get(@PathVariable String id, ServerHttpRequest request) {
        return shown(connections.find(id), request);
    }

    /** Changes what the body names, as a JSON Merge Patch (RFC 7396). */
    @PatchMapping(
            path = "/{id}",
            consumes = {"application/json", "application/merge-patch+json"})
    Mono<ResponseEntity<ConnectionView>> change(
            @PathVariable String id,
            @RequestBody @Schema(implementation = ConnectionBody.class) ObjectNode patch,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            ServerHttpRequest request) {
        return connections.patch(id, patch, ifMatch).map(changed -> shown(changed, request));
    }

    /** Declares an extension schema in the JSON of RFC 7643 §7. */
    @PutMapping("/{id}/schemas/{urn}")
    Mono<ResponseEntity<ConnectionView>> declare(
            @PathVariable String id,
            @PathVariable String urn,
            @RequestBody ObjectNode schema,
            ServerHttpRequest request) {
        return connections.declare(id, urn, schema).map(changed -> shown(changed, request));
    }

    @DeleteMapping("/{id}/schemas/{urn}")
    Mono<ResponseEntity<ConnectionView>> undeclare(
            @PathVariable String id, @PathVariable String urn, ServerHttpRequest request) {
        return connections.undeclare(id, urn).map(changed -> shown(changed, request));
    }

    /**
     * Deletes it, once the administrator has seen what that hits.
     *
     * @param confirm the id once more
     */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id, @RequestParam(required = false) @Nullable String confirm) {
        if (!connections.find(id).id().equals(confirm)) {
            throw impact.unconfirmed(id);
        }
        return connections.delete(id);
    }

    private ResponseEntity<ConnectionView> shown(
            Settings.Entry<ConnectionSetting> connection, ServerHttpRequest request) {
        return ResponseEntity.ok()
                .eTag(Versions.etag(connection.setting()))
                .body(ConnectionView.of(connection, url.of(request), null));
    }
}
