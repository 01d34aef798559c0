package dev.rollcall.sync.app;

import java.io.IOException;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * Sends once more what met a connection that the server had closed meanwhile without a word (RFC 9112 §9.3.1); all else
 * is retried where it is known what it would mean. So is what creates: the server may have taken it before it hung up, and
 * would do so twice (RFC 9110 §9.2.2).
 *
 * @param areMessages whether what is posted has an id by which it is known when it comes again
 */
record StaleConnectionRetry(boolean areMessages) implements HttpRequestRetryStrategy {

    @Override
    public boolean retryRequest(HttpRequest request, IOException failure, int attempt, HttpContext context) {
        return attempt == 1
                && failure instanceof NoHttpResponseException
                && (areMessages || !Method.POST.isSame(request.getMethod()));
    }

    @Override
    public boolean retryRequest(HttpResponse response, int attempt, HttpContext context) {
        return false;
    }

    @Override
    public TimeValue getRetryInterval(HttpResponse response, int attempt, HttpContext context) {
        return TimeValue.ZERO_MILLISECONDS;
    }
}
