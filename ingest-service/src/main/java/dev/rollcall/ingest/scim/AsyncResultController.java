package dev.rollcall.ingest.scim;

import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.RequestOutcome;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.credential.ScimClient;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.directory.Outcomes;
import dev.rollcall.ingest.request.Outcome;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Answers an asynchronous request once it is decided, as it would have been answered at once; until then 202 (RFC 9967
 * §2.5.1). Outcomes are in the directory, so any instance answers.
 */
@RestController
final class AsyncResultController {

    static final String SET_TXN = "Set-Txn";

    private static final Pattern TXN =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}(-[0-9a-f]{4})-[0-9a-f]{12}");
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final String RETRY_SECONDS = "1";

    private final Outcomes outcomes;
    private final Directory directory;
    private final PushAnswer answer;
    private final PublicUrl url;
    private final Clock clock;
    private final Scheduler blocking;

    AsyncResultController(
            Outcomes outcomes, Directory directory, PushAnswer answer, PublicUrl url, Clock clock, Scheduler blocking) {
        this.outcomes = outcomes;
        this.directory = directory;
        this.answer = answer;
        this.url = url;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** Where the outcome of a request can be fetched. */
    static String location(ScimCall call, String txn) {
        return call.json().base() + "/AsyncResults/" + txn;
    }

    /** @throws ScimException 404 for what can't be a request of the last days, or what the request was refused with */
    @GetMapping("/scim/v2/{connection}/AsyncResults/{txn}")
    Mono<ResponseEntity<byte[]>> get(
            @PathVariable String connection, @PathVariable String txn, ServerWebExchange exchange, ScimClient client) {
        return Mono.fromCallable(() -> {
                    if (!isRecent(txn)) {
                        throw ScimException.notFound(
                                "There is no asynchronous request with this id, or it is longer than "
                                        + Topics.OUTCOMES_KEPT.toDays() + " days ago.");
                    }
                    exchange.getResponse().getHeaders().set(SET_TXN, txn);
                    Optional<RequestOutcome> outcome = outcomes.find(connection, txn);
                    return outcome.isPresent()
                            ? answer(outcome.get(), exchange, client)
                            : ResponseEntity.accepted()
                                    .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                                    .<byte[]>build();
                })
                .subscribeOn(blocking);
    }

    private ResponseEntity<byte[]> answer(RequestOutcome outcome, ServerWebExchange exchange, ScimClient client) {
        Endpoint endpoint = Endpoint.of(outcome.getResourceType());
        UserState user = outcome.getUser();
        ProvisioningResult result = ProvisioningResult.newBuilder()
                .setRequest(outcome.getTxn())
                .setConnection(outcome.getConnection())
                .setStatus(outcome.getStatus())
                .setScimType(outcome.getScimType())
                .setDetail(outcome.getDetail())
                .setResource(user == null ? outcome.getGroup() : user)
                .build();
        if (user != null) {
            result.setGroups(directory
                    .groupsOf(outcome.getConnection(), List.of(user.getId()))
                    .getOrDefault(user.getId(), List.of()));
        }
        return answer.of(
                outcome.getOperation(), ScimCall.of(exchange, client, url, endpoint), new Outcome.Applied(result));
    }

    /** Requests are UUIDv7, which tell when they were made; what isn't decided yet is known nowhere else but on the log. */
    private boolean isRecent(String txn) {
        if (!TXN.matcher(txn).matches()) {
            return false;
        }
        Instant made = Instant.ofEpochMilli(UUID.fromString(txn).getMostSignificantBits() >>> 16);
        Instant now = clock.instant();
        return made.isAfter(now.minus(Topics.OUTCOMES_KEPT)) && made.isBefore(now.plus(SKEW));
    }
}
