package dev.rollcall.ingest.delivery.person;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.rollcall.ingest.credential.SignedStatements;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Vouches that a person is out of every app: a JWS over ids, outcomes and times. */
@Component
final class Statements {

    private static final String TYPE = "deprovisioning-statement+jwt";

    private final SignedStatements statements;
    private final Clock clock;

    Statements(SignedStatements statements, Clock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    /** @param issuer the authorization server of the connection, which publishes the keys */
    Mono<String> of(PersonView person, String issuer) {
        return statements.sign(TYPE, claims(person, issuer));
    }

    private JWTClaimsSet claims(PersonView person, String issuer) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(person.user())
                .issueTime(Date.from(clock.instant()))
                .jwtID(UUID.randomUUID().toString())
                .claim("connection", person.connection())
                .claim("directory", person.directory())
                .claim("sequence", person.sequence())
                .claim("out_of_every_app", true)
                .claim("since", text(person.since()))
                .claim("apps", person.apps().stream().map(Statements::app).toList())
                .build();
    }

    private static Map<String, Object> app(AppOfPerson app) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("app", app.app());
        claims.put("state", app.state().label());
        if (app.sequence() != null) {
            claims.put("sequence", app.sequence());
            claims.put("outcome", String.valueOf(app.outcome()));
            claims.put("since", String.valueOf(text(app.since())));
        }
        return claims;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
