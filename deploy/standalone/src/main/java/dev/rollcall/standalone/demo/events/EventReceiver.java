package dev.rollcall.standalone.demo.events;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.unboundid.scim2.common.exceptions.ScimException;
import dev.rollcall.standalone.demo.web.LoopbackServer;
import dev.rollcall.standalone.demo.web.Reply;
import dev.rollcall.standalone.demo.web.Request;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The sample event receiver: takes the tokens that are for it and that the published keys verify, each once. */
public final class EventReceiver implements AutoCloseable {

    private static final String KEYS = "/ssf/jwks";

    private final EventReplica replica = new EventReplica();
    private final LongAdder taken = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final String token;
    private final String audience;
    private final LoopbackServer server;

    private EventReceiver(int port, String token, String issuer, String audience) {
        this.token = token;
        this.audience = audience;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("secevent+jwt")));
        try {
            // asks again for a key that it doesn't know
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                    JWSAlgorithm.RS256,
                    JWKSourceBuilder.create(URI.create(issuer + KEYS).toURL())
                            .retrying(true)
                            .build()));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("The issuer isn't a URL", e);
        }
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience,
                new JWTClaimsSet.Builder().issuer(issuer).build(),
                Set.of("iat", "jti", "txn", "sub_id", "events")));
        this.server = LoopbackServer.start(port, "application/json", this::answer);
    }

    /**
     * Starts listening.
     *
     * @param port to listen on, 0 for a free one
     * @param token that the transmitter authenticates with
     * @param issuer of the tokens, which publishes its keys
     * @param audience that the tokens are to name
     */
    public static EventReceiver start(int port, String token, String issuer, String audience) {
        return new EventReceiver(port, token, issuer, audience);
    }

    public String url() {
        return "http://127.0.0.1:" + server.port() + "/events";
    }

    public String token() {
        return token;
    }

    public String audience() {
        return audience;
    }

    /** The users as SCIM JSON, under Rollcall's ids. */
    public List<ObjectNode> users() {
        return replica.users();
    }

    /** The groups with their members as SCIM JSON, under Rollcall's ids. */
    public List<ObjectNode> groups() {
        return replica.groups();
    }

    /** How many tokens it took. */
    public long taken() {
        return taken.sum();
    }

    /** How many tokens it had taken before, and took no further notice of. */
    public long repeated() {
        return repeated.sum();
    }

    /** How many tokens weren't for it, weren't signed by a published key, or made no sense. */
    public long refused() {
        return refused.sum();
    }

    /** How many changes came in another token a second time. */
    public long doubled() {
        return replica.doubled();
    }

    private Reply answer(Request request) {
        if (!request.bearer().equals(token)) {
            return refusal("authentication_failed");
        }
        try {
            JWTClaimsSet claims = processor.process(request.body(), null);
            boolean isNew = replica.take(claims.getJWTID(), JsonMapper.shared().readTree(claims.toString()));
            (isNew ? taken : repeated).increment();
            return Reply.empty(202);
        } catch (BadJOSEException | JOSEException e) {
            return refusal("invalid_key");
        } catch (ParseException | ScimException e) {
            return refusal("invalid_request");
        }
    }

    /** RFC 8935 §2.4. */
    private Reply refusal(String err) {
        refused.increment();
        return new Reply(400, JsonMapper.shared().createObjectNode().put("err", err));
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
