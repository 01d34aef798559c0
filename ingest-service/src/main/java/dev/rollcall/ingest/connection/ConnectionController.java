package dev.rollcall.ingest.connection;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The admin API for connections. */
@RestController
@RequestMapping("/api/v1/connections")
final class ConnectionController {

    private final Connections connections;
    private final PublicUrl url;

    ConnectionController(Connections connections, PublicUrl url) {
        this.connections = connections;
        this.url = url;
    }

    /** Answers with the secret, which is shown this once. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ConnectionView> create(@RequestBody NewConnection asked, ServerHttpRequest request) {
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

    @GetMapping("/{id}")
    ConnectionView get(@PathVariable String id, ServerHttpRequest request) {
        return ConnectionView.of(connections.find(id), url.of(request), null);
    }

    /** Changes what the body names: name, enabled, profile, schemas. */
    @PatchMapping("/{id}")
    Mono<ConnectionView> change(
            @PathVariable String id, @RequestBody ConnectionChange asked, ServerHttpRequest request) {
        return shown(connections.change(id, asked), request);
    }

    /** Declares an extension schema in the JSON of RFC 7643 §7. */
    @PutMapping("/{id}/schemas/{urn}")
    Mono<ConnectionView> declare(
            @PathVariable String id,
            @PathVariable String urn,
            @RequestBody ObjectNode schema,
            ServerHttpRequest request) {
        return shown(connections.declare(id, urn, schema), request);
    }

    @DeleteMapping("/{id}/schemas/{urn}")
    Mono<ConnectionView> undeclare(@PathVariable String id, @PathVariable String urn, ServerHttpRequest request) {
        return shown(connections.undeclare(id, urn), request);
    }

    private Mono<ConnectionView> shown(Mono<Settings.Entry<ConnectionSetting>> connection, ServerHttpRequest request) {
        return connection.map(changed -> ConnectionView.of(changed, url.of(request), null));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id) {
        return connections.delete(id);
    }
}
