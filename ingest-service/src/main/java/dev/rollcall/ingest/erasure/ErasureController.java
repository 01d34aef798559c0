package dev.rollcall.ingest.erasure;

import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.ingest.setting.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The admin API that forgets people, and tells how far that is. */
@RestController
@RequestMapping("/api/v1/directory/users/{user}/erasure")
final class ErasureController {

    private final Forgetting forgetting;
    private final ErasureStatements statements;
    private final PublicUrl url;

    ErasureController(Forgetting forgetting, ErasureStatements statements, PublicUrl url) {
        this.forgetting = forgetting;
        this.statements = statements;
        this.url = url;
    }

    /**
     * Why, and how.
     *
     * @param connection may be left out where there is only one, or the id tells it
     * @param reason why; kept for ever, so it must not name the person
     * @param force whether not to wait for apps that don't take the deletion
     */
    record Wanted(
            @Nullable String connection,
            @Nullable String reason,
            @Nullable Boolean force) {}

    /** Forgets a person, by id or userName: out of the directory and the apps first. Again: goes on, and tells how far it is. */
    @PostMapping
    Mono<ErasureView> erase(@PathVariable String user, @RequestBody Wanted wanted, ServerWebExchange exchange) {
        return Operators.of(exchange)
                .flatMap(operator -> forgetting.forget(
                        wanted.connection(), user, operator, wanted.reason(), Boolean.TRUE.equals(wanted.force())));
    }

    /** How far it is, what is gone, and what remains until when; by id, or by userName while that is known. */
    @GetMapping
    Mono<ErasureView> get(@PathVariable String user, @RequestParam(required = false) @Nullable String connection) {
        return forgetting.get(connection, user);
    }

    /** The same, signed; 409 with what it waits for while it isn't done. */
    @GetMapping(path = "/statement", produces = "application/jwt")
    Mono<String> statement(
            @PathVariable String user,
            @RequestParam(required = false) @Nullable String connection,
            ServerHttpRequest request) {
        return get(user, connection)
                .map(ErasureController::done)
                .flatMap(view -> statements.of(view, url.of(request) + "/scim/v2/" + view.connection()));
    }

    private static ErasureView done(ErasureView view) {
        if (!view.state().equals("done")) {
            throw Refused.conflict("The erasure isn't done, so nobody can vouch for it. It is " + view.state() + '.');
        }
        return view;
    }
}
