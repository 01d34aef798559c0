package dev.rollcall.ingest.page;

import dev.rollcall.ingest.session.CsrfCookie;
import dev.rollcall.ingest.session.Person;
import dev.rollcall.ingest.session.Sessions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.thymeleaf.spring6.view.reactive.ThymeleafReactiveViewResolver;
import reactor.core.publisher.Mono;

/** Tells a person in a browser what went wrong where no controller did, with the console's navigation around it. */
@Component
public final class FailurePage {

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final ViewResolver views;
    private final Sessions sessions;
    private final CsrfCookie csrf;

    FailurePage(ThymeleafReactiveViewResolver views, Sessions sessions, CsrfCookie csrf) {
        this.views = views;
        this.sessions = sessions;
        this.csrf = csrf;
    }

    /** Writes the page; the status is set already. */
    public Mono<Void> write(ServerWebExchange exchange, HttpStatusCode status, String detail) {
        var model = new HashMap<String, Object>(Map.of("title", title(status), "detail", detail));
        if (status.value() == HttpStatus.UNAUTHORIZED.value()) {
            model.put("detail", "Nothing was changed. Sign in, and do it once more.");
            model.put("signIn", true);
        } else if (status.is5xxServerError()
                && HttpMethod.GET.equals(exchange.getRequest().getMethod())) {
            model.put("back", exchange.getRequest().getURI().getRawPath());
        }
        return signedIn(exchange)
                .doOnNext(model::putAll)
                .then(Mono.defer(() -> views.resolveViewName("problem", Locale.ENGLISH)))
                .flatMap(view -> view.render(model, HTML, exchange));
    }

    /** Whom the navigation is for, also outside of the security chain; empty where it is nobody, or can't be told. */
    private Mono<Map<String, Object>> signedIn(ServerWebExchange exchange) {
        return sessions.load(exchange)
                .mapNotNull(SecurityContext::getAuthentication)
                .mapNotNull(authentication -> authentication.getPrincipal())
                .ofType(Person.class)
                .zipWith(token(exchange))
                .map(both -> Map.of(
                        "person",
                        both.getT1(),
                        "csrf",
                        both.getT2(),
                        "section",
                        PageModel.sectionOf(exchange.getRequest().getPath().value())))
                .onErrorComplete();
    }

    private Mono<CsrfToken> token(ServerWebExchange exchange) {
        return csrf.loadToken(exchange)
                .switchIfEmpty(Mono.defer(() -> csrf.generateToken(exchange))
                        .flatMap(made -> csrf.saveToken(exchange, made).thenReturn(made)));
    }

    private static String title(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return switch (known) {
            case UNAUTHORIZED -> "Your session has ended";
            case FORBIDDEN -> "You may not do this";
            case NOT_FOUND -> "Nothing is here";
            case TOO_MANY_REQUESTS -> "Too many tries";
            case INTERNAL_SERVER_ERROR -> "Something went wrong";
            case SERVICE_UNAVAILABLE -> "Not available at the moment";
            case null -> "Refused";
            default -> known.getReasonPhrase();
        };
    }
}
