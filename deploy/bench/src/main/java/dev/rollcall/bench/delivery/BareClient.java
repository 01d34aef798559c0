package dev.rollcall.bench.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/**
 * The worker's HTTP client on as many virtual threads as the worker has for an app, with nothing else to do than to send
 * what an app got again and again: the same bodies, the same headers, over connections that are kept as the worker's are.
 */
final class BareClient {

    private BareClient() {}

    /** How many requests such as these the sink takes in a second when it answers each after the delay. */
    static double limit(Sink sink, List<Asked> samples, int concurrency, Duration delay, Duration window) {
        SinkApp bare = sink.app("bare", delay);
        send(sink.url("bare"), samples, concurrency, window.dividedBy(2));
        bare.reset();
        send(sink.url("bare"), samples, concurrency, window);
        return bare.requests() * 1e9 / Math.max(1, bare.nanos());
    }

    /** Sends to the app for as long; the app counts. */
    private static void send(URI app, List<Asked> samples, int concurrency, Duration window) {
        long end = System.nanoTime() + window.toNanos();
        var requests = samples.stream().map(sample -> Prepared.of(app, sample)).toList();
        try (var http = client(concurrency);
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < concurrency; i++) {
                int first = i;
                senders.submit(() -> {
                    for (int at = first; System.nanoTime() < end; at++) {
                        requests.get(at % requests.size()).send(http);
                    }
                    return null;
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CloseableHttpClient client(int concurrency) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(concurrency)
                        .setMaxConnPerRoute(concurrency)
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setTcpNoDelay(true)
                                .setSoTimeout(Timeout.ofSeconds(20))
                                .build())
                        .build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private record Prepared(Asked asked, URI url, byte[] body) {

        static Prepared of(URI app, Asked asked) {
            return new Prepared(
                    asked, URI.create(app + asked.path()), asked.body().getBytes(StandardCharsets.UTF_8));
        }

        void send(CloseableHttpClient http) throws IOException {
            var request = new HttpUriRequestBase(asked.method(), url);
            asked.headers().forEach(header -> request.setHeader(header.getKey(), header.getValue()));
            if (body.length > 0) {
                request.setEntity(new ByteArrayEntity(body, null));
            }
            http.execute(request, response -> EntityUtils.toByteArray(response.getEntity()));
        }
    }
}
