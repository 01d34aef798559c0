package dev.rollcall.ingest.erasure;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.rollcall.ingest.credential.SignedStatements;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Vouches that a person was erased, and says until when the rest is gone: a JWS over ids, counts and times. */
@Component
final class ErasureStatements {

    private static final String TYPE = "erasure-statement+jwt";

    private final SignedStatements statements;
    private final Clock clock;

    ErasureStatements(SignedStatements statements, Clock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    /** @param issuer the authorization server of the connection, which publishes the keys */
    Mono<String> of(ErasureView erasure, String issuer) {
        List<Map<String, String>> remains = Optional.ofNullable(erasure.remains()).orElse(List.of()).stream()
                .map(ErasureStatements::claim)
                .toList();
        return statements.sign(
                TYPE,
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .subject(erasure.user())
                        .issueTime(Date.from(clock.instant()))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("connection", erasure.connection())
                        .claim("requested", erasure.requested().toString())
                        .claim("done", erasure.since().toString())
                        .claim("gone", erasure.gone())
                        .claim("remains", remains)
                        .build());
    }

    private static Map<String, String> claim(Remainder remainder) {
        var claim = new TreeMap<String, String>();
        claim.put("topic", remainder.topic());
        claim.put("by", remainder.by());
        if (remainder.until() != null) {
            claim.put("until", remainder.until().toString());
        }
        return claim;
    }
}
