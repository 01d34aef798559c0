package dev.rollcall.ingest.delivery;

import dev.rollcall.ingest.session.Person;
import java.util.Objects;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Names who asks for something, by ids only, for what is kept about it on topics. */
public final class Operators {

    private static final String ADMIN = "admin-token";

    private Operators() {}

    /** {@code admin-token}, or {@code person:CONNECTION/ID} with the directory's id, else the provider's. */
    public static Mono<String> of(ServerWebExchange exchange) {
        return Person.of(exchange)
                .filter(person -> !person.isAdminToken())
                .map(person -> "person:" + person.session().connection() + '/'
                        + Objects.requireNonNullElse(
                                person.session().user(), person.session().subject()))
                .defaultIfEmpty(ADMIN);
    }
}
