package dev.rollcall.sync.app;

import dev.rollcall.event.AppKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** One request and its answer, which is read up to a limit. Blocking. */
final class Exchange {

    private static final String USER_AGENT =
            "Rollcall/" + Objects.requireNonNullElse(Exchange.class.getPackage().getImplementationVersion(), "dev");

    static final String TOO_LARGE = "It answers with more than rollcall.apps.max-answer";

    private final CloseableHttpClient client;
    private final int maxAnswer;
    private final Clock clock;

    Exchange(CloseableHttpClient client, long maxAnswer, Clock clock) {
        this.client = client;
        this.maxAnswer = Math.toIntExact(maxAnswer);
        this.clock = clock;
    }

    Answer ask(AppKind kind, AppRequest asked) {
        try {
            return client.execute(request(asked), response -> judge(kind, response));
        } catch (IOException e) {
            return Answer.none(reason(e));
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
        return new Answer(Verdict.of(kind, status), status, retryAfter(response), body, "HTTP " + status);
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
        byte[] body = content.readNBytes(maxAnswer + 1);
        if (body.length > maxAnswer) {
            throw new TooLargeException();
        }
        return body;
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
            default -> failure.getClass().getSimpleName();
        };
    }
}
