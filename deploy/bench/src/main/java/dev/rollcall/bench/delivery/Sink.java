package dev.rollcall.bench.delivery;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A server in the place of all apps, as fast as can be: the first part of the path is the app's name. */
final class Sink implements AutoCloseable {

    private final Map<String, SinkApp> apps = new ConcurrentHashMap<>();
    private final DisposableServer server =
            HttpServer.create().host("127.0.0.1").port(0).handle(this::take).bindNow();

    /** An app by this name, anew. */
    SinkApp app(String name) {
        return app(name, Duration.ZERO);
    }

    SinkApp app(String name, Duration delay) {
        var app = new SinkApp(delay);
        apps.put(name, app);
        return app;
    }

    URI url(String name) {
        return URI.create("http://127.0.0.1:" + server.port() + "/" + name);
    }

    private Publisher<Void> take(HttpServerRequest request, HttpServerResponse response) {
        SinkApp app = apps.get(request.path().split("/", 2)[0]);
        return app == null
                ? response.sendNotFound()
                : request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
                    SinkApp.Response answer = app.take(request.method(), body);
                    Mono<Void> sent = response.status(answer.status())
                            .header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                            .sendString(Mono.just(answer.body()))
                            .then();
                    return app.delay().isZero() ? sent : Mono.delay(app.delay()).then(sent);
                });
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
