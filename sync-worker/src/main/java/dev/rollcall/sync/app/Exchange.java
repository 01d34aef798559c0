package dev.rollcall.sync.app;

import dev.rollcall.event.AppKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** One request and its answer, which is read up to a limit. Blocking; an interrupt of a virtual thread ends it. */
final class Exchange {

    private static final String USER_AGENT =
            "Rollcall/" + Objects.requireNonNullElse(Exchange.class.getPackage().getImplementationVersion(), "dev");

    /** For an answer as most are: {@link InputStream#readNBytes} would take 16 KiB for each. */
    private static final int ROOM = 1024;

    static final String TOO_LARGE = "It answers with more than rollcall.apps.max-answer";

    private final CloseableHttpClient client;
    private final Deadlines deadlines;
    private final int maxAnswer;
    private final Clock clock;

    Exchange(CloseableHttpClient client, Deadlines deadlines, long maxAnswer, Clock clock) {
        this.client = client;
        this.deadlines = deadlines;
        this.maxAnswer = Math.toIntExact(maxAnswer);
        this.clock = clock;
    }

    Answer ask(AppKind kind, AppRequest asked) {
        HttpUriRequestBase request = request(asked);
        try (Deadlines.Deadline deadline = deadlines.of(request)) {
            return ask(kind, request, deadline);
        } catch (RuntimeException e) {
            // such as a pool of connections that was closed meanwhile
            return Answer.none("Failure of the HTTP client");
        }
    }

    private Answer ask(AppKind kind, HttpUriRequestBase request, Deadlines.Deadline deadline) {
        try {
            return client.execute(request, response -> judge(kind, response));
        } catch (IOException e) {
            return Answer.none(
                    Thread.currentThread().isInterrupted()
                            ? "Given up while stopping"
                            : deadline.isMissed() ? "No answer in time" : reason(e));
        }
    }

    private static HttpUriRequestBase request(AppRequest asked) {
        var request = new HttpUriRequestBase(asked.method(), asked.url());
        request.setHeader("User-Agent", USER_AGENT);
        asked.headers().forEach(request::setHeader);
        if (asked.body() != null) {
            // its type is among the headers
            request.setEntity(new ByteArrayEntity(asked.body(), null));
        }
        return request;
    }

    private Answer judge(AppKind kind, ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        byte[] body = body(response.getEntity());
        return new Answer(
                Verdict.of(kind, status), status, retryAfter(response), body, "HTTP " + status, version(response));
    }

    private static @Nullable String version(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("ETag");
        return header == null ? null : header.getValue();
    }

    private @Nullable Duration retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        return header == null ? null : RetryAfter.parse(header.getValue(), clock.instant());
    }

    private byte[] body(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        // not closed here: that would read a large answer to its end
        InputStream content = entity.getContent();
        byte[] body = new byte[Math.min(ROOM, maxAnswer + 1)];
        int length = 0;
        for (int read = content.read(body); read >= 0; read = content.read(body, length, body.length - length)) {
            length += read;
            if (length > maxAnswer) {
                throw new TooLargeException();
            }
            if (length == body.length) {
                body = Arrays.copyOf(body, (int) Math.min(2L * length, maxAnswer + 1L));
            }
        }
        return Arrays.copyOf(body, length);
    }

    /** An answer of more than we read; the connection is closed, for the rest of it is nobody's. */
    private static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** A failure's kind; its message may quote what was sent. */
    private static String reason(IOException failure) {
        return switch (failure) {
            case GuardedDns.RefusedAddressException _ ->
                "Its URL leads to an address that isn't public; allow it by rollcall.apps.allowed-addresses";
            case TooLargeException _ -> TOO_LARGE;
            case UnknownHostException _ -> "Its host name isn't known";
            case SocketTimeoutException _ -> "No answer in time";
            case SSLException _ -> "Its certificate isn't trusted or isn't for its host name, or TLS fails otherwise";
            case ConnectException _ -> "It refuses the connection";
            case ClientProtocolException _, MessageConstraintException _ -> "Its answer isn't HTTP";
            case NoHttpResponseException _,
                    ConnectionClosedException _,
                    SocketException _,
                    MalformedChunkCodingException _ -> "It closed the connection before its answer was whole";
            default -> failure.getClass().getSimpleName();
        };
    }
}
