package dev.rollcall.sync.target;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.rollcall.sync.target.HttpTarget.Request;
import dev.rollcall.sync.target.HttpTarget.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes Standard Webhooks whose signature the specification's own library accepts. */
public final class WebhookReceiver implements AutoCloseable {

    public static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final HttpTarget target = new HttpTarget(this::take);
    private final Webhook verifier;

    /**
     * A message that was accepted.
     *
     * @param replay that its header names, or null
     */
    public record Message(
            String id, JsonNode body, @Nullable String replay) {

        public String resource() {
            return body.at("/data/resource").asString();
        }

        public long sequence() {
            return body.at("/data/sequence").asLong();
        }
    }

    public WebhookReceiver() {
        try {
            verifier = new Webhook(SECRET);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalStateException(e);
        }
    }

    private Response take(Request request) {
        var headers = request.exchange().getRequestHeaders();
        try {
            verifier.verify(request.body(), headers);
        } catch (WebhookVerificationException e) {
            return new Response(401, "");
        }
        messages.add(new Message(
                headers.getFirst("webhook-id"),
                JsonMapper.shared().readTree(request.body()),
                headers.getFirst("rollcall-replay")));
        return new Response(204, "");
    }

    /** In the order of their arrival. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** How many requests there were, taken or not. */
    public int requests() {
        return target.requests();
    }

    public void answerAllWith(int status) {
        target.fault(request -> Optional.of(new Response(status, "")));
    }

    /** Wants to be left alone for so many seconds. */
    public void throttle(int seconds) {
        var retryAfter = Map.of("Retry-After", Integer.toString(seconds));
        target.fault(request -> Optional.of(new Response(429, "", retryAfter)));
    }

    public void answerWhere(Function<String, Optional<Integer>> statusOfBody) {
        target.fault(request -> statusOfBody.apply(request.body()).map(status -> new Response(status, "")));
    }

    public void recover() {
        target.recover();
    }

    /** Takes every message but gives no answer; the latch tells of the first one. */
    public CountDownLatch takeWithoutAnswer() {
        return target.hang();
    }

    public String url() {
        return target.url() + "/hook";
    }

    @Override
    public void close() {
        target.close();
    }
}
