package dev.rollcall.ingest.page;

import dev.rollcall.ingest.session.Person;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What the layout needs of every page: {@code csrf} for its forms, {@code person} for who is signed in. */
@ControllerAdvice({"dev.rollcall.ingest.login", "dev.rollcall.ingest.console"})
final class PageModel {

    @ModelAttribute("csrf")
    Mono<CsrfToken> csrf(ServerWebExchange exchange) {
        Mono<CsrfToken> token = exchange.getAttribute(CsrfToken.class.getName());
        return token == null ? Mono.empty() : token;
    }

    @ModelAttribute("person")
    Mono<Person> person(ServerWebExchange exchange) {
        return Person.of(exchange);
    }
}
