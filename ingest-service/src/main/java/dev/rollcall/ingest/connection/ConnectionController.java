package dev.rollcall.ingest.connection;

import dev.rollcall.ingest.scim.PublicUrl;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

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

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id) {
        return connections.delete(id);
    }
}
