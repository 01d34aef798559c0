package dev.rollcall.ingest.console;

import com.mongodb.MongoException;
import dev.rollcall.schemas.directory.DirectoryLostException;
import dev.rollcall.schemas.scim.ScimException;
import java.util.HashMap;
import java.util.Map;
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
 * @param field of the form that it is about; null where it is about all
 */
public record Trouble(
        HttpStatusCode status, String sentence, @Nullable String field) {

    /** Empty for what nobody foresaw. */
    public static Optional<Trouble> of(@Nullable Throwable failure) {
        return switch (failure) {
            case WrongField e -> Optional.of(new Trouble(e.getStatusCode(), String.valueOf(e.getReason()), e.field()));
            case ResponseStatusException e
            when e.getReason() != null -> Optional.of(new Trouble(e.getStatusCode(), e.getReason(), null));
            case ScimException e -> Optional.of(new Trouble(HttpStatusCode.valueOf(e.status()), e.detail(), null));
            case DirectoryLostException _ ->
                Optional.of(away("The directory isn't whole; it is being filled from the log. See /actuator/health."));
            case KafkaException _ -> Optional.of(away("Kafka can't be reached; see /actuator/health."));
            case MongoException _ -> Optional.of(away("MongoDB can't be reached; see /actuator/health."));
            case CompletionException e -> of(e.getCause());
            case null, default -> Optional.empty();
        };
    }

    private static Trouble away(String sentence) {
        return new Trouble(HttpStatus.SERVICE_UNAVAILABLE, sentence, null);
    }

    /** The same about a field, where it is about what was sent and doesn't tell of which. */
    public Trouble at(String other) {
        return field == null && status.isSameCodeAs(HttpStatus.BAD_REQUEST)
                ? new Trouble(status, sentence, other)
                : this;
    }

    /** The same about the field with whose name it begins, as those of the API do, where the form has that. */
    public Trouble at(Form form) {
        String first = sentence.split("[ .]", 2)[0];
        return form.data().containsKey(first) ? at(first) : this;
    }

    /** A field of a form, and what it is called there. */
    public record Field(String id, String label) {}

    /**
     * The same in the form's words.
     *
     * @param fields those of the form, by what the API calls them
     */
    public Trouble at(Map<String, Field> fields) {
        return fields.entrySet().stream()
                .filter(one -> sentence.startsWith(one.getKey() + ' '))
                .findFirst()
                .map(one -> new Trouble(
                        status,
                        one.getValue().label() + sentence.substring(one.getKey().length()),
                        one.getValue().id()))
                .orElse(this);
    }

    /** As pages show it, with what was typed. */
    public Map<String, Object> model(Form form) {
        var model = new HashMap<String, Object>(at(form).model());
        model.put("typed", form);
        return model;
    }

    /** As pages show it. */
    public Map<String, Object> model() {
        return field == null ? Map.of("problem", sentence) : Map.of("problem", sentence, "wrong", field);
    }
}
