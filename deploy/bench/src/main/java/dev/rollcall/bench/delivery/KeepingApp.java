package dev.rollcall.bench.delivery;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A SCIM app that keeps the users it is brought, and lists them in pages; it has no groups. */
final class KeepingApp implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<ObjectNode> users = new ArrayList<>();
    private final AtomicLong reads = new AtomicLong();
    private final DisposableServer server =
            HttpServer.create().host("127.0.0.1").port(0).handle(this::take).bindNow();

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    synchronized int size() {
        return users.size();
    }

    /** GETs since it was last asked. */
    long takeReads() {
        return reads.getAndSet(0);
    }

    private Publisher<Void> take(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            boolean isPost = request.method().equals(HttpMethod.POST);
            return response.status(isPost ? 201 : 200)
                    .header(HttpHeaderNames.CONTENT_TYPE, "application/scim+json")
                    .sendString(Mono.just(answer(request.method(), request.uri(), body)))
                    .then();
        });
    }

    private synchronized String answer(HttpMethod method, String uri, String body) {
        var query = new QueryStringDecoder(uri);
        boolean isOfUsers = query.path().startsWith("/Users");
        if (method.equals(HttpMethod.GET)) {
            reads.incrementAndGet();
            boolean isList = isOfUsers && query.parameters().containsKey("startIndex");
            return isList ? page(query.parameters()) : "{\"totalResults\":0,\"Resources\":[]}";
        }
        ObjectNode resource = body.isEmpty() ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(body);
        if (!isOfUsers) {
            return resource.put("id", "g").toString();
        }
        if (method.equals(HttpMethod.POST)) {
            users.add(resource.put("id", Integer.toString(users.size())));
        } else if (method.equals(HttpMethod.PUT)) {
            users.set(Integer.parseInt(query.path().substring("/Users/".length())), resource);
        }
        return resource.toString();
    }

    private String page(Map<String, List<String>> parameters) {
        int from = Integer.parseInt(
                        parameters.getOrDefault("startIndex", List.of("1")).getFirst())
                - 1;
        int count = Integer.parseInt(
                parameters.getOrDefault("count", List.of("100")).getFirst());
        ObjectNode page = JSON.createObjectNode().put("totalResults", users.size());
        page.putArray("Resources")
                .addAll(users.subList(Math.min(from, users.size()), Math.min(from + count, users.size())));
        return page.toString();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
