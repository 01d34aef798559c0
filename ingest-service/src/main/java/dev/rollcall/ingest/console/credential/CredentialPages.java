package dev.rollcall.ingest.console.credential;

import dev.rollcall.ingest.activity.LastUse;
import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.connection.Credentials;
import dev.rollcall.ingest.connection.Rotation;
import dev.rollcall.ingest.console.Trouble;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Lists a connection's credentials, and replaces or revokes one. */
@Controller
final class CredentialPages {

    private static final String ALL = "/console/connections/{id}/credentials";

    private final Connections connections;
    private final Credentials credentials;
    private final LastUse lastUse;
    private final Scheduler blocking;
    private final Clock clock;

    CredentialPages(
            Connections connections, Credentials credentials, LastUse lastUse, Scheduler blocking, Clock clock) {
        this.connections = connections;
        this.credentials = credentials;
        this.lastUse = lastUse;
        this.blocking = blocking;
        this.clock = clock;
    }

    @GetMapping(ALL)
    Mono<Rendering> list(@PathVariable String id) {
        return page(id, HttpStatus.OK, Map.of());
    }

    /** Shows the successor at once, for nobody can tell it again. */
    @PostMapping(ALL + "/{credential}/rotate")
    Mono<Rendering> rotate(@PathVariable String id, @PathVariable String credential) {
        return credentials
                .rotate(id, credential, Rotation.DEFAULT)
                .flatMap(made -> page(id, HttpStatus.OK, Map.of("secret", made.secret())))
                .onErrorResume(e -> refused(id, e));
    }

    @PostMapping(ALL + "/{credential}/revoke")
    Mono<Rendering> revoke(@PathVariable String id, @PathVariable String credential) {
        return credentials
                .revoke(id, credential)
                .then(Mono.fromSupplier(() -> Rendering.redirectTo("/console/connections/" + id + "/credentials")
                        .build()))
                .onErrorResume(e -> refused(id, e));
    }

    private Mono<Rendering> refused(String id, Throwable failure) {
        return Trouble.of(failure)
                .map(trouble -> page(id, trouble.status(), trouble.model()))
                .orElseGet(() -> Mono.error(failure));
    }

    private Mono<Rendering> page(String id, HttpStatusCode status, Map<String, ?> more) {
        return Mono.fromCallable(() -> {
                    String name = connections.find(id).value().getName();
                    Map<String, Instant> used = lastUse.of(id);
                    Instant now = clock.instant();
                    return Rendering.view("console/credentials")
                            .modelAttribute("connection", id)
                            .modelAttribute("name", name)
                            .modelAttribute(
                                    "rows",
                                    credentials.all(id).stream()
                                            .map(one -> CredentialRow.of(one, used.get(one.getId()), now))
                                            .toList())
                            .model(more)
                            .status(status)
                            .build();
                })
                .subscribeOn(blocking);
    }
}
