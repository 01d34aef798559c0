package dev.rollcall.bench.delivery;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A server in the place of all apps, as fast as can be: the first part of the path is the app's name. */
final class Sink implements AutoCloseable {

    /** What every client makes itself. */
    private static final Set<String> OWN = Set.of("host", "connection", "content-length", "transfer-encoding");

    private final Map<String, SinkApp> apps = new ConcurrentHashMap<>();
    private final DisposableServer server =
            HttpServer.create().host("127.0.0.1").port(0).handle(this::take).bindNow();

    /** An app by this name, anew. */
    SinkApp app(String name) {
        return app(name, Duration.ZERO);
    }

    SinkApp app(String name, Duration delay) {
        var app = new SinkApp();
        app.setDelay(delay);
        apps.put(name, app);
        return app;
    }

    URI url(String name) {
        return URI.create("http://127.0.0.1:" + server.port() + "/" + name);
    }

    private Publisher<Void> take(HttpServerRequest request, HttpServerResponse response) {
        String name = request.path().split("/", 2)[0];
        SinkApp app = apps.get(name);
        return app == null
                ? response.sendNotFound()
                : request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
                    SinkApp.Response answer = app.take(request.method(), body, () -> asked(name, request, body));
                    Mono<Void> sent = response.status(answer.status())
                            .header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                            .sendString(Mono.just(answer.body()))
                            .then();
                    Duration delay = app.delay();
                    return delay.isZero() ? sent : Mono.delay(delay).then(sent);
                });
    }

    private static Asked asked(String app, HttpServerRequest request, String body) {
        var headers = request.requestHeaders().entries().stream()
                .filter(header -> !OWN.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .toList();
        return new Asked(request.method().name(), request.uri().substring(app.length() + 1), headers, body);
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
