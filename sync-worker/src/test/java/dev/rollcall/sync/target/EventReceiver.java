package dev.rollcall.sync.target;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.rollcall.sync.target.HttpTarget.Request;
import dev.rollcall.sync.target.HttpTarget.Response;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes Security Event Tokens as RFC 8935 §2 has it: those that the published keys verify and that are for it. */
public final class EventReceiver implements AutoCloseable {

    public static final String TOKEN = "recipient-token";

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final List<String> repeated = new CopyOnWriteArrayList<>();
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final HttpTarget target = new HttpTarget(this::take);

    /** A token that was taken for the first time. */
    public record Event(String jti, JsonNode claims) {

        public String uri() {
            return claims.at("/sub_id/uri").asString();
        }

        public long sequence() {
            return claims.path("sequence").asLong();
        }

        public List<String> kinds() {
            return List.copyOf(claims.path("events").propertyNames());
        }
    }

    /** @param keys that are published */
    public EventReceiver(JWKSet keys, String issuer, String audience) {
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("secevent+jwt")));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, (selector, _) -> selector.select(keys)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience,
                new JWTClaimsSet.Builder().issuer(issuer).build(),
                Set.of("iat", "jti", "txn", "sub_id", "events")));
    }

    private Response take(Request request) {
        var headers = request.exchange().getRequestHeaders();
        if (!("Bearer " + TOKEN).equals(headers.getFirst("Authorization"))) {
            return refusal("authentication_failed");
        }
        if (!"application/secevent+jwt".equals(headers.getFirst("Content-Type"))
                || !"application/json".equals(headers.getFirst("Accept"))) {
            return refusal("invalid_request");
        }
        try {
            JWTClaimsSet claims = processor.process(request.body(), null);
            synchronized (this) {
                if (seen.add(claims.getJWTID())) {
                    events.add(new Event(claims.getJWTID(), JsonMapper.shared().readTree(claims.toString())));
                } else {
                    repeated.add(claims.getJWTID());
                }
            }
            return new Response(202, "");
        } catch (BadJOSEException | JOSEException e) {
            return refusal("invalid_key");
        } catch (ParseException e) {
            return refusal("invalid_request");
        }
    }

    private static Response refusal(String err) {
        return new Response(
                400,
                "{\"err\":\"" + err + "\",\"description\":\"ada@example.com\"}",
                Map.of("Content-Type", "application/json", "Content-Language", "en"));
    }

    /** In the order of their arrival, each once. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Those of one resource. */
    public List<Event> of(String uri) {
        return new ArrayList<>(
                events.stream().filter(event -> event.uri().equals(uri)).toList());
    }

    /** Ids of what came again. */
    public List<String> repeated() {
        return List.copyOf(repeated);
    }

    public int requests() {
        return target.requests();
    }

    /** Refuses tokens as the function of their claims says: with a status, or with 400 and a keyword. */
    public void refuseWhere(Function<String, Optional<String>> refusal) {
        target.fault(request -> refusal.apply(claims(request))
                .map(told -> told.matches("[0-9]+") ? new Response(Integer.parseInt(told), "") : refusal(told)));
    }

    private static String claims(Request request) {
        try {
            return JWSObject.parse(request.body()).getPayload().toString();
        } catch (ParseException e) {
            return "";
        }
    }

    public void recover() {
        target.recover();
    }

    /** Takes every token but gives no answer; the latch tells of the first one. */
    public CountDownLatch takeWithoutAnswer() {
        return target.hang();
    }

    public String url() {
        return target.url() + "/events";
    }

    @Override
    public void close() {
        target.close();
    }
}
