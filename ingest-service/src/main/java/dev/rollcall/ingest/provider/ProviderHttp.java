package dev.rollcall.ingest.provider;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import dev.rollcall.schemas.address.AddressRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asks identity providers: by https only, with every wait and every answer bounded; no redirect is followed. */
@Component
public final class ProviderHttp implements ResourceRetriever, DisposableBean {

    private static final AddressRules PUBLIC = AddressRules.allowing(List.of());
    private static final AddressRules WITH_LOOPBACK = AddressRules.allowing(List.of("127.0.0.0/8", "::1/128"));

    private final ProviderProperties properties;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** Made when it is first needed: it loads the trusted certificates, which would only slow the start down. */
    private final SingletonSupplier<HttpClient> client = SingletonSupplier.of(this::client);

    ProviderHttp(ProviderProperties properties) {
        this.properties = properties;
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(properties.requestTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads)
                .build();
    }

    /** An answer of any status. */
    public record Answer(int status, java.net.http.HttpHeaders headers, String body) {

        /** A header's value, or nothing. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /**
     * Blocking.
     *
     * @throws ProviderFault when there is no answer
     */
    public Answer get(URI url) {
        return send(HttpRequest.newBuilder(allowed(url))
                .header(HttpHeaders.ACCEPT, "application/json")
                .GET()
                .build());
    }

    /**
     * Posts a form. Blocking.
     *
     * @param authorization the header's value, or null
     * @throws ProviderFault when there is no answer
     */
    public Answer post(URI url, String form, @Nullable String authorization) {
        var request = HttpRequest.newBuilder(allowed(url))
                .header(HttpHeaders.ACCEPT, "application/json")
                .header(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (authorization != null) {
            request.header(HttpHeaders.AUTHORIZATION, authorization);
        }
        return send(request.build());
    }

    /** A client under the same limits, for Spring Security. */
    WebClient webClient() {
        SingletonSupplier<ClientHttpConnector> connector = SingletonSupplier.of(this::connector);
        return WebClient.builder()
                .clientConnector((method, url, request) -> connector.obtain().connect(method, url, request))
                .codecs(codecs -> codecs.defaultCodecs()
                        .maxInMemorySize((int) properties.maxAnswer().toBytes()))
                .filter((request, next) ->
                        Mono.fromCallable(() -> allowed(request.url())).then(Mono.defer(() -> next.exchange(request))))
                .build();
    }

    private ClientHttpConnector connector() {
        var connector = new JdkClientHttpConnector(client.obtain());
        connector.setReadTimeout(properties.requestTimeout());
        return connector;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try {
            Answer answer = get(url.toURI());
            if (answer.status() != 200) {
                throw new IOException(url + " answers with HTTP " + answer.status());
            }
            return new Resource(answer.body(), answer.header(HttpHeaders.CONTENT_TYPE));
        } catch (URISyntaxException | ProviderFault e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** @throws ProviderFault when requests may not go there */
    URI allowed(URI url) {
        String host = url.getHost();
        boolean isPlain = "http".equalsIgnoreCase(url.getScheme());
        boolean isHttps = "https".equalsIgnoreCase(url.getScheme());
        if (host == null || url.getUserInfo() != null || !(isHttps || isPlain && isLoopback(host))) {
            throw new ProviderFault(url + " isn't an https URL. Providers are only spoken to by https.");
        }
        if (!(properties.allowLoopback() ? WITH_LOOPBACK : PUBLIC).permitHost(host)) {
            throw new ProviderFault(url + " doesn't lead to a public address.");
        }
        return url;
    }

    /** By the literal address only: a name could lead anywhere. */
    private boolean isLoopback(String host) {
        try {
            boolean isLiteral = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
            return properties.allowLoopback()
                    && isLiteral
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private Answer send(HttpRequest request) {
        // HttpRequest.timeout ends with the headers; this one holds for the body too
        Future<HttpResponse<byte[]>> sent = client.obtain()
                .sendAsync(
                        request,
                        BodyHandlers.limiting(
                                BodyHandlers.ofByteArray(),
                                properties.maxAnswer().toBytes()));
        String host = request.uri().getAuthority();
        try {
            HttpResponse<byte[]> answer = sent.get(properties.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(answer.statusCode(), answer.headers(), new String(answer.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException | CancellationException e) {
            throw new ProviderFault(
                    host + " gave no answer within "
                            + properties.requestTimeout().toSeconds() + " s.",
                    e);
        } catch (ExecutionException e) {
            throw new ProviderFault(reason(host, e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFault("Interrupted while asking " + host + ".", e);
        } finally {
            sent.cancel(true);
        }
    }

    private String reason(String host, @Nullable Throwable failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ -> host + " can't be reached: no connection in time.";
            case java.net.ConnectException _ ->
                host + " can't be reached: its name isn't known, or nothing listens there.";
            case SSLException _ -> host + " has a certificate that isn't trusted, or speaks no TLS that we do.";
            case IOException e
            when String.valueOf(e.getMessage()).contains("exceeds capacity") ->
                host + " answers with more than " + properties.maxAnswer().toKilobytes() + " KB.";
            case null, default -> host + " broke the connection off, or spoke no HTTP.";
        };
    }

    @Override
    public void destroy() {
        client.obtain().shutdownNow();
        threads.shutdownNow();
    }
}
