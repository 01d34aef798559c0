package dev.rollcall.ingest.ops;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.mongodb.MongoException;
import dev.rollcall.ingest.page.FailurePage;
import dev.rollcall.schemas.directory.DirectoryLostException;
import io.netty.channel.ChannelException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Answers every failure outside of SCIM as problem details (RFC 9457): what is wrong, where, and what to do. */
@Component
@Order(-1)
final class Problems implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private final JsonMapper json;
    private final FailurePage page;

    Problems(JsonMapper json, FailurePage page) {
        this.json = json;
        this.page = page;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        return switch (failure) {
            case ServerWebInputException e -> write(exchange, e.getStatusCode(), unreadable(e));
            // its reason names classes of ours
            case UnsupportedMediaTypeStatusException e -> write(exchange, e.getStatusCode(), plain(e));
            case ResponseStatusException e -> {
                exchange.getResponse().getHeaders().putAll(e.getHeaders());
                yield write(
                        exchange,
                        e.getStatusCode(),
                        Optional.ofNullable(e.getReason()).orElseGet(() -> plain(e)),
                        e.getBody().getProperties());
            }
            case DirectoryLostException _ ->
                write(
                        exchange,
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The directory isn't whole; it is being filled from the log. See /actuator/health.");
            case MongoException _ ->
                write(exchange, HttpStatus.SERVICE_UNAVAILABLE, "MongoDB can't be reached; see /actuator/health.");
            // nobody may be there to read it
            case ChannelException _, AbortedException _ ->
                write(exchange, HttpStatus.REQUEST_TIMEOUT, "The rest of the request didn't come. Send it again.");
            default -> {
                log.atError()
                        .addKeyValue("method", exchange.getRequest().getMethod())
                        .setCause(failure)
                        .log("A request failed unexpectedly");
                yield write(
                        exchange, HttpStatus.INTERNAL_SERVER_ERROR, "The request failed on our side; it is logged.");
            }
        };
    }

    /** Whether it is a browser that asks, and a person who reads the answer. */
    static boolean prefersHtml(ServerWebExchange exchange) {
        try {
            return exchange.getRequest().getHeaders().getAccept().contains(MediaType.TEXT_HTML);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /** Writes problem details, or a page that says the same where a browser asks. */
    Mono<Void> write(ServerWebExchange exchange, HttpStatusCode status, String detail) {
        return write(exchange, status, detail, null);
    }

    private Mono<Void> write(
            ServerWebExchange exchange,
            HttpStatusCode status,
            String detail,
            @Nullable Map<String, Object> extensions) {
        HttpStatus known = HttpStatus.resolve(status.value());
        String title = known == null ? "Refused" : known.getReasonPhrase();
        var response = exchange.getResponse();
        response.setStatusCode(status);
        if (prefersHtml(exchange)) {
            return page.write(exchange, status, detail);
        }
        var problem = new Problem(
                title,
                status.value(),
                detail,
                URI.create(exchange.getRequest().getURI().getRawPath()),
                Objects.requireNonNullElse(extensions, Map.of()));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(json.writeValueAsBytes(problem))));
    }

    /** As RFC 9457 §3.1 has it; the type is about:blank. */
    private record Problem(
            String title,
            int status,
            String detail,
            URI instance,
            @JsonAnyGetter Map<String, Object> extensions) {}

    private static String plain(ResponseStatusException e) {
        return switch (e.getStatusCode().value()) {
            case 404 -> "There is nothing at this path. The console is at /console, the admin API below /api/v1.";
            case 405 -> "This method isn't served here; the Allow header tells which are.";
            case 415 -> "Send the body as application/json.";
            default -> "The request is refused.";
        };
    }

    /** Of a path or a query. */
    private static Optional<String> parameter(ServerWebInputException failure) {
        return Optional.ofNullable(failure.getMethodParameter())
                .filter(parameter -> !parameter.hasParameterAnnotation(RequestBody.class))
                .map(MethodParameter::getParameterName);
    }

    private static String unreadable(ServerWebInputException failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof JacksonException json) {
                String field = json.getPath().stream()
                        .map(JacksonException.Reference::getPropertyName)
                        .reduce("", (before, name) -> before + "/" + (name == null ? "-" : name));
                if (json instanceof StorableText.Unstorable) {
                    return StorableText.problem(field.isEmpty() ? "The body" : field.substring(1));
                }
                return "The body can't be read" + (field.isEmpty() ? "" : " at " + field)
                        + ": broken JSON, a wrong type, or a field that isn't known. Mend it and send it again.";
            }
        }
        return parameter(failure)
                .map(name -> name + " is missing, or isn't of the type that it has to be. Mend it and send it again.")
                .orElse("The body is missing or can't be read. Send one JSON object.");
    }
}
