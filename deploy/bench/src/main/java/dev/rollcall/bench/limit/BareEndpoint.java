package dev.rollcall.bench.limit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * A WebFlux server that reads the body and answers JSON of as many bytes as the query {@code answer} asks for. It is a
 * process of its own, as Rollcall is; it prints its port and ends with its parent.
 */
public final class BareEndpoint {

    private static final byte[] NOTHING = {};
    private static final Map<Integer, byte[]> ANSWERS = new ConcurrentHashMap<>();

    private BareEndpoint() {}

    public static void main(String[] args) throws IOException {
        var route = RouterFunctions.route(RequestPredicates.all(), BareEndpoint::answer);
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(route)))
                .bindNow();
        System.out.println(server.port());
        while (System.in.read() >= 0) {
            // nothing is said; the end of it means that the parent is gone
        }
        server.disposeNow();
    }

    private static Mono<ServerResponse> answer(ServerRequest request) {
        int size = request.queryParam("answer").map(Integer::parseInt).orElse(0);
        byte[] json = ANSWERS.computeIfAbsent(size, BareEndpoint::json);
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(NOTHING)
                .flatMap(_ -> json.length == 0
                        ? ServerResponse.noContent().build()
                        : ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(json));
    }

    private static byte[] json(int size) {
        byte[] json = new byte[size];
        Arrays.fill(json, (byte) 'x');
        if (size > 1) {
            byte[] quote = "\"".getBytes(StandardCharsets.UTF_8);
            json[0] = quote[0];
            json[size - 1] = quote[0];
        }
        return json;
    }
}
