package dev.rollcall.sync.app;

import dev.rollcall.event.AppKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks apps over HTTP, with every wait and every answer bounded; no redirect is followed. */
public final class AppHttp implements AutoCloseable {

    private static final String USER_AGENT =
            "Rollcall/" + Objects.requireNonNullElse(AppHttp.class.getPackage().getImplementationVersion(), "dev");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final AppProperties properties;
    private final Clock clock;

    public AppHttp(AppProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(properties.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads)
                .build();
    }

    /** A request to the URL; a plain one isn't offered HTTP/2, for many servers stumble over the offer. */
    static HttpRequest.Builder request(URI url) {
        var request = HttpRequest.newBuilder(url).header("User-Agent", USER_AGENT);
        return "http".equalsIgnoreCase(url.getScheme()) ? request.version(HttpClient.Version.HTTP_1_1) : request;
    }

    /** Sends and judges; when the calling thread is interrupted the request is given up and it stays interrupted. */
    Answer send(AppKind kind, HttpRequest request) {
        // HttpRequest.timeout ends with the headers; this one holds for the body too
        Future<HttpResponse<byte[]>> sent = client.sendAsync(
                request,
                BodyHandlers.limiting(
                        BodyHandlers.ofByteArray(), properties.maxAnswer().toBytes()));
        try {
            return judge(kind, sent.get(properties.requestTimeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Answer.none("No answer within " + properties.requestTimeout().toSeconds() + " s");
        } catch (ExecutionException e) {
            return Answer.none(reason(e.getCause()));
        } catch (CancellationException e) {
            return Answer.none("Given up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.none("Given up while stopping");
        } finally {
            sent.cancel(true);
        }
    }

    private Answer judge(AppKind kind, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .map(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(null);
        return new Answer(Verdict.of(kind, status), status, retryAfter, response.body(), "HTTP " + status);
    }

    /** A failure's kind; its message may quote what was sent. */
    private static String reason(@Nullable Throwable failure) {
        return failure instanceof IOException ? failure.getClass().getSimpleName() : "Failure of the HTTP client";
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
