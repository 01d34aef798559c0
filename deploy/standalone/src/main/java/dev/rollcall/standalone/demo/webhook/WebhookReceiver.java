package dev.rollcall.standalone.demo.webhook;

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
    private volatile SignatureCheck signature;
    private final LoopbackServer server;

    private WebhookReceiver(int port, SignatureCheck signature, Duration pace) {
        this.pace = pace;
        this.signature = signature;
        this.server = LoopbackServer.start(port, "application/json", this::answer);
    }

    /**
     * Starts listening.
     *
     * @param port to listen on, 0 for a free one
     * @param key signing key, {@code whsec_} and base64
     */
    public static WebhookReceiver start(int port, String key) {
        return new WebhookReceiver(port, SignatureCheck.shared(key), Duration.ZERO);
    }

    /**
     * Starts listening, and refuses all until it {@link #trust trusts} a key.
     *
     * @param pace how long it takes over each message
     */
    public static WebhookReceiver start(int port, Duration pace) {
        return new WebhookReceiver(port, SignatureCheck.none(), pace);
    }

    /** @param publicKey {@code whpk_} and base64: from now on its messages are taken */
    public void trust(String publicKey) {
        signature = new PublicKeyCheck(publicKey);
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

    /** How many changes came in another message a second time. */
    public long doubled() {
        return mirror.doubled();
    }

    private Reply answer(Request request) {
        LockSupport.parkNanos(pace.toNanos());
        try {
            signature.verify(request.body(), request.headers());
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
