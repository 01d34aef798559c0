package dev.rollcall.ingest.ssf;

import dev.rollcall.event.DeadLetter;
import dev.rollcall.event.Fault;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.topic.RecordPublisher;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.QueuedToken;
import dev.rollcall.schemas.topic.CloudEvent;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes dead letters of the tokens that recipients can't take, as the worker does of those that they refuse. Blocking. */
@Component
final class RefusedTokens {

    private static final Logger log = LoggerFactory.getLogger(RefusedTokens.class);
    private static final String TYPE = "dev.rollcall.delivery.dead-letter.v1";
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z_]{1,40}");

    private final EventQueue queue;
    private final RecordPublisher publisher;
    private final Clock clock;

    RefusedTokens(EventQueue queue, RecordPublisher publisher, Clock clock) {
        this.queue = queue;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Returns when the dead letters are durable and the tokens wait no more. */
    void refuse(String app, Map<String, PollRequest.@Nullable SetError> errors) {
        if (errors.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        CompletableFuture.allOf(queue.find(app, errors.keySet()).stream()
                        .map(token ->
                                publish(token, error(errors.get(token.token().jti())), now))
                        .toArray(CompletableFuture[]::new))
                .join();
        queue.remove(app, errors.keySet());
    }

    private CompletableFuture<RecordMetadata> publish(QueuedToken token, String error, Instant now) {
        String place = token.app() + '/' + Topics.CHANGES + '/' + token.partition() + '/' + token.offset();
        String id =
                UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString();
        var letter = DeadLetter.newBuilder()
                .setId(id)
                .setTime(now)
                .setFault(Fault.RESOURCE)
                .setCause(token.app() + " fetched its token and reports " + error)
                .setApp(token.app())
                .setConnection(token.connection())
                .setResource(token.resource())
                .setSequence(token.sequence())
                .setTopic(Topics.CHANGES)
                .setPartition(token.partition())
                .setOffset(token.offset())
                .build();
        log.atWarn()
                .addKeyValue("app", token.app())
                .addKeyValue("resource", token.resource())
                .addKeyValue("sequence", token.sequence())
                .addKeyValue("error", error)
                .log("A recipient can't take a token; it is a dead letter now");
        String subject = (token.type() == ResourceType.GROUP ? "/Groups/" : "/Users/") + token.resource();
        var event = new CloudEvent(id, TYPE, token.connection(), subject, now, token.sequence());
        return publisher.publish(
                Topics.DEAD_LETTERS, Keys.delivery(token.app(), token.resource()), letter, event.headers(null));
    }

    /** A keyword can't hold personal data; the description beside it might. */
    private static String error(PollRequest.@Nullable SetError error) {
        return Optional.ofNullable(error)
                .map(PollRequest.SetError::err)
                .filter(keyword -> KEYWORD.matcher(keyword).matches())
                .orElse("an error that it doesn't name");
    }
}
