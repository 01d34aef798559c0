package dev.rollcall.ingest.connection;

import dev.rollcall.event.Credential;
import dev.rollcall.ingest.activity.LastUse;
import dev.rollcall.ingest.credential.Mint.Minted;
import dev.rollcall.ingest.scim.PublicUrl;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
import reactor.core.scheduler.Scheduler;

/** The admin API for what a connection's client authenticates with. Secrets are shown once, by what makes them. */
@RestController
@RequestMapping("/api/v1/connections/{id}")
final class CredentialController {

    private final Credentials credentials;
    private final Connections connections;
    private final LastUse lastUse;
    private final PublicUrl url;
    private final Scheduler blocking;

    CredentialController(
            Credentials credentials, Connections connections, LastUse lastUse, PublicUrl url, Scheduler blocking) {
        this.credentials = credentials;
        this.connections = connections;
        this.lastUse = lastUse;
        this.url = url;
        this.blocking = blocking;
    }

    @GetMapping("/credentials")
    Mono<List<CredentialView>> list(@PathVariable String id) {
        return Mono.fromCallable(() -> {
                    List<Credential> all = credentials.all(id);
                    Map<String, Instant> used = lastUse.of(id);
                    return all.stream()
                            .map(credential -> CredentialView.of(credential, used.get(credential.getId())))
                            .toList();
                })
                .subscribeOn(blocking);
    }

    @PostMapping("/credentials")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<CredentialView> create(@PathVariable String id, @RequestBody NewCredential asked) {
        return shown(credentials.create(id, asked));
    }

    /** Makes a successor; the old one still works for an overlap, a day if not told otherwise. */
    @PostMapping("/credentials/{credential}/rotate")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<CredentialView> rotate(
            @PathVariable String id,
            @PathVariable String credential,
            @RequestBody(required = false) @Nullable Rotation rotation) {
        return shown(credentials.rotate(id, credential, Objects.requireNonNullElse(rotation, Rotation.DEFAULT)));
    }

    /** Revokes it at once, on all instances within seconds. */
    @DeleteMapping("/credentials/{credential}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> revoke(@PathVariable String id, @PathVariable String credential) {
        return credentials.revoke(id, credential);
    }

    /** Makes a new bearer token in place of all others, which end at once. */
    @PostMapping("/regenerate-secret")
    Mono<ConnectionView> regenerate(@PathVariable String id, ServerHttpRequest request) {
        return credentials
                .regenerate(id)
                .map(made -> ConnectionView.of(connections.find(id), url.of(request), made.secret()));
    }

    private static Mono<CredentialView> shown(Mono<Minted> made) {
        return made.map(minted -> CredentialView.made(minted.credential(), minted.secret()));
    }
}
