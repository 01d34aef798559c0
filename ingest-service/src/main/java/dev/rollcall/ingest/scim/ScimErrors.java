package dev.rollcall.ingest.scim;

import com.mongodb.MongoException;
import dev.rollcall.ingest.activity.capture.Call;
import dev.rollcall.ingest.request.RetryLaterException;
import dev.rollcall.schemas.directory.DirectoryLostException;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import io.netty.channel.ChannelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.node.ObjectNode;

/** Answers every failure under {@code /scim} with a SCIM error (RFC 7644 §3.12). */
@Component
@Order(-2)
final class ScimErrors implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ScimErrors.class);
    private static final String URN = "urn:ietf:params:scim:api:messages:2.0:Error";
    private static final String PATH = "/scim";

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        var response = exchange.getResponse();
        if (response.isCommitted() || !isScim(exchange)) {
            return Mono.error(failure);
        }
        return switch (failure) {
            case ScimException e -> write(exchange, e.status(), e.scimType(), e.detail());
            case RetryLaterException e -> {
                response.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(e.seconds()));
                yield write(exchange, e.status(), null, e.detail());
            }
            case DirectoryLostException _ ->
                handle(
                        exchange,
                        RetryLaterException.unavailable(
                                "The directory is being filled from the log. Repeat this request later."));
            case MongoException _ ->
                handle(
                        exchange,
                        RetryLaterException.unavailable(
                                "The directory can't be reached at the moment. Repeat this request later."));
            case DataBufferLimitException _ -> status(exchange, HttpStatus.CONTENT_TOO_LARGE);
            case ResponseStatusException e -> {
                response.getHeaders().putAll(e.getHeaders());
                yield e instanceof PlainBodies.CodedException
                        ? write(exchange, e.getStatusCode().value(), null, String.valueOf(e.getReason()))
                        : status(exchange, e.getStatusCode());
            }
            // nobody may be there to read it
            case ChannelException _, AbortedException _ -> status(exchange, HttpStatus.REQUEST_TIMEOUT);
            default -> {
                log.atError()
                        .addKeyValue("method", exchange.getRequest().getMethod())
                        .setCause(failure)
                        .log("A SCIM request failed unexpectedly");
                yield status(exchange, HttpStatus.INTERNAL_SERVER_ERROR);
            }
        };
    }

    static boolean isScim(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().pathWithinApplication().value().startsWith(PATH);
    }

    private static Mono<Void> status(ServerWebExchange exchange, HttpStatusCode status) {
        String detail = switch (status.value()) {
            case 400 -> "The request can't be read; send one JSON object as the body.";
            case 404 -> "There is nothing at this path. See /Users and /Groups, and /ResourceTypes for all.";
            case 405 -> "This method isn't served here; the Allow header tells which are.";
            case 408 -> "The rest of the request didn't come. Send it again.";
            case 413 -> "The body is larger than 10 MiB. Send less at once, such as members by PATCH.";
            case 415 -> "Send the body as application/scim+json or application/json.";
            default -> status.is5xxServerError() ? "The request failed on our side; it is logged." : "Refused.";
        };
        return write(exchange, status.value(), status.value() == 400 ? "invalidSyntax" : null, detail);
    }

    /** A SCIM error as a message. */
    static ObjectNode json(int status, @Nullable String scimType, String detail) {
        ObjectNode json = ScimJson.objectNode();
        json.putArray("schemas").add(URN);
        json.put("status", Integer.toString(status));
        if (scimType != null) {
            json.put("scimType", scimType);
        }
        return json.put("detail", detail);
    }

    /** Writes a SCIM error. */
    static Mono<Void> write(ServerWebExchange exchange, int status, @Nullable String scimType, String detail) {
        Call.of(exchange).refused(scimType, detail);
        ObjectNode json = json(status, scimType, detail);
        var response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(status));
        response.getHeaders().setContentType(ScimMedia.TYPE);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(ScimJson.writeBytes(json))));
    }
}
