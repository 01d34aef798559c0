package dev.rollcall.ingest.console;

import com.mongodb.MongoException;
import dev.rollcall.schemas.directory.DirectoryLostException;
import dev.rollcall.schemas.scim.ScimException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;

/**
 * Why something couldn't be shown or done, to be said on the page that it is about.
 *
 * @param sentence what is wrong and what to do
 */
public record Trouble(HttpStatusCode status, String sentence) {

    /** Empty for what nobody foresaw. */
    public static Optional<Trouble> of(@Nullable Throwable failure) {
        return switch (failure) {
            case ResponseStatusException e
            when e.getReason() != null -> Optional.of(new Trouble(e.getStatusCode(), e.getReason()));
            case ScimException e -> Optional.of(new Trouble(HttpStatusCode.valueOf(e.status()), e.detail()));
            case DirectoryLostException _ ->
                Optional.of(away("The directory isn't whole; it is being filled from the log. See /actuator/health."));
            case KafkaException _ -> Optional.of(away("Kafka can't be reached; see /actuator/health."));
            case MongoException _ -> Optional.of(away("MongoDB can't be reached; see /actuator/health."));
            case CompletionException e -> of(e.getCause());
            case null, default -> Optional.empty();
        };
    }

    private static Trouble away(String sentence) {
        return new Trouble(HttpStatus.SERVICE_UNAVAILABLE, sentence);
    }
}
