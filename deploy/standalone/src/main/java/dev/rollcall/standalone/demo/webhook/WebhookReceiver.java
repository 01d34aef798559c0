package dev.rollcall.standalone.demo.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.rollcall.standalone.demo.web.LoopbackServer;
import dev.rollcall.standalone.demo.web.Reply;
import dev.rollcall.standalone.demo.web.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The sample webhook receiver: refuses what isn't signed with its key, and takes each message once. */
public final class WebhookReceiver implements AutoCloseable {

    private final Mirror mirror = new Mirror();
    private final LongAdder taken = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Duration pace;
    private final Webhook verifier;
    private final LoopbackServer server;

    private WebhookReceiver(int port, String key, Duration pace) {
        this.pace = pace;
        try {
            this.verifier = new Webhook(key);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("The signing key is empty", e);
        }
        this.server = LoopbackServer.start(port, "application/json", this::answer);
    }

    /**
     * Starts listening.
     *
     * @param port to listen on, 0 for a free one
     * @param key signing key, {@code whsec_} and base64
     */
    public static WebhookReceiver start(int port, String key) {
        return start(port, key, Duration.ZERO);
    }

    /** @param pace how long it takes over each message */
    public static WebhookReceiver start(int port, String key, Duration pace) {
        return new WebhookReceiver(port, key, pace);
    }

    public String url() {
        return "http://127.0.0.1:" + server.port() + "/hook";
    }

    /** The users as SCIM JSON, under Rollcall's ids. */
    public List<ObjectNode> users() {
        return mirror.users();
    }

    /** The groups with their members as SCIM JSON, under Rollcall's ids. */
    public List<ObjectNode> groups() {
        return mirror.groups();
    }

    /** How many messages it took. */
    public long taken() {
        return taken.sum();
    }

    /** How many messages it had taken before. */
    public long repeated() {
        return repeated.sum();
    }

    /** How many messages had no valid signature. */
    public long refused() {
        return refused.sum();
    }

    private Reply answer(Request request) {
        LockSupport.parkNanos(pace.toNanos());
        try {
            verifier.verify(request.body(), request.headers());
        } catch (WebhookVerificationException e) {
            refused.increment();
            return Reply.empty(401);
        }
        String id = request.headers().firstValue("webhook-id").orElseThrow();
        boolean isNew = mirror.take(id, JsonMapper.shared().readTree(request.body()));
        (isNew ? taken : repeated).increment();
        return Reply.empty(204);
    }

    /** Dies, but for what it has. */
    public void kill() {
        server.kill();
    }

    /** Is there again. */
    public void revive() {
        server.revive();
    }

    @Override
    public void close() {
        server.close();
    }
}
