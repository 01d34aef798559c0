package dev.rollcall.ingest.page;

import dev.rollcall.event.Role;
import dev.rollcall.ingest.session.Person;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What every page needs: {@code section} for its navigation, {@code csrf} for its forms, {@code person} for who is signed in, {@code mayChange} for whether to
 * offer what only administrators may do, {@code mayOperate} for what operators may, too.
 */
@ControllerAdvice({"dev.rollcall.ingest.login", "dev.rollcall.ingest.console"})
final class PageModel {

    private static final Pattern PEOPLE = Pattern.compile("/console/connections/[^/]+/(people|groups)/.*");
    private static final Pattern SECTION = Pattern.compile("/console/?([^/]*).*");

    @ModelAttribute("csrf")
    Mono<CsrfToken> csrf(ServerWebExchange exchange) {
        Mono<CsrfToken> token = exchange.getAttribute(CsrfToken.class.getName());
        return token == null ? Mono.empty() : token;
    }

    @ModelAttribute("section")
    String section(ServerWebExchange exchange) {
        return sectionOf(exchange.getRequest().getPath().value());
    }

    /** Of the navigation; people and groups are below their connection. */
    static String sectionOf(String path) {
        if (PEOPLE.matcher(path).matches()) {
            return "people";
        }
        Matcher section = SECTION.matcher(path);
        return switch (section.matches() ? section.group(1) : "") {
            case "" -> path.startsWith("/console") ? "connections" : "";
            case "replays" -> "recovery";
            case String other -> other;
        };
    }

    @ModelAttribute("person")
    Mono<Person> person(ServerWebExchange exchange) {
        return Person.of(exchange);
    }

    @ModelAttribute("mayOperate")
    Mono<Boolean> mayOperate(ServerWebExchange exchange) {
        return Person.of(exchange)
                .map(person -> person.role() == Role.ADMIN || person.role() == Role.OPERATOR)
                .defaultIfEmpty(true);
    }

    /** Who comes with the admin token itself is no person. */
    @ModelAttribute("mayChange")
    Mono<Boolean> mayChange(ServerWebExchange exchange) {
        return Person.of(exchange).map(person -> person.role() == Role.ADMIN).defaultIfEmpty(true);
    }
}
