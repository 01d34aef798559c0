package dev.rollcall.ingest.delivery;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.Fault;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import dev.rollcall.ingest.delivery.projection.LetterState;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The dead letters as they are projected. Blocking. */
@Component
public final class DeadLetterLog {

    private static final List<LetterState> STATES = List.of(LetterState.values());
    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final MongoCollection<Document> letters;
    private final Pages pages;

    DeadLetterLog(MongoDatabase directoryDatabase) {
        this.letters = directoryDatabase.getCollection(LetterDocuments.COLLECTION);
        this.pages = new Pages(letters, LetterDocuments.ORDER);
    }

    /** @param nextCursor to be sent as {@code cursor} for the page after this; absent on the last one */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeadLetterPage(
            List<DeadLetterView> deadLetters, @Nullable String nextCursor) {}

    /** Newest first; what is null narrows nothing down. */
    public DeadLetterPage list(
            @Nullable String app,
            @Nullable String connection,
            @Nullable String fault,
            @Nullable String cause,
            @Nullable String state,
            @Nullable String cursor,
            @Nullable Integer limit) {
        var wanted = new Wanted(
                app,
                connection,
                Parameters.names("fault", fault, FAULTS),
                cause,
                Parameters.names("state", state, STATES));
        Pages.Page page = list(wanted, Parameters.cursor(cursor), Parameters.limit(limit));
        return new DeadLetterPage(
                page.documents().stream().map(DeadLetterView::of).toList(), page.next());
    }

    /** @throws ResponseStatusException 404 where there is none */
    public DeadLetterView view(String id) {
        return find(id).map(DeadLetterView::of)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "There is no dead letter with this id, or it is longer ago than they are kept."));
    }

    /**
     * Which are wanted; null and empty is any.
     *
     * @param cause the key of a cause
     */
    private record Wanted(
            @Nullable String app,
            @Nullable String connection,
            List<String> faults,
            @Nullable String cause,
            List<String> states) {

        private List<Bson> conditions() {
            var all = new ArrayList<Bson>();
            if (app != null) {
                all.add(eq("app", app));
            }
            if (connection != null) {
                all.add(eq("connection", connection));
            }
            if (!faults.isEmpty()) {
                all.add(in(LetterDocuments.FAULT, faults));
            }
            if (cause != null) {
                all.add(eq(LetterDocuments.CODE, cause));
            }
            return all;
        }
    }

    private Pages.Page list(Wanted wanted, @Nullable String before, int limit) {
        var others = wanted.conditions();
        var indexed = new ArrayList<Bson>();
        if (wanted.states().size() == 1) {
            indexed.add(eq(LetterDocuments.STATE, wanted.states().getFirst()));
        } else if (!wanted.states().isEmpty()) {
            others.add(in(LetterDocuments.STATE, wanted.states()));
        }
        return pages.newestFirst(indexed, others, before, limit);
    }

    Optional<Document> find(String id) {
        return Optional.ofNullable(letters.find(eq(LetterDocuments.ID, id)).first())
                .filter(letter -> letter.containsKey(LetterDocuments.ORDER));
    }

    /** By app, the newest letter about a resource that isn't resolved or skipped. */
    public Map<String, DeadLetterView> pending(Collection<String> apps, String resource) {
        var pending = new HashMap<String, DeadLetterView>();
        letters.find(and(
                        in(
                                LetterDocuments.DELIVERY,
                                apps.stream()
                                        .map(app -> Keys.delivery(app, resource))
                                        .toList()),
                        in(LetterDocuments.STATE, LetterState.OPEN.name(), LetterState.RETRYING.name())))
                .sort(ascending(LetterDocuments.ORDER))
                .forEach(letter -> pending.put(letter.getString("app"), DeadLetterView.of(letter)));
        return pending;
    }

    /** The oldest of a cause that are in one of these states. */
    List<Document> oldest(@Nullable String app, String cause, Set<LetterState> states, int limit) {
        return letters.find(ofCause(app, cause, states))
                .sort(ascending(LetterDocuments.ORDER))
                .limit(limit)
                .into(new ArrayList<>());
    }

    long count(@Nullable String app, String cause, Set<LetterState> states) {
        return letters.countDocuments(ofCause(app, cause, states));
    }

    /** @param app null for those that are about no delivery */
    private static Bson ofCause(@Nullable String app, String cause, Set<LetterState> states) {
        return and(
                in(LetterDocuments.STATE, states.stream().map(Enum::name).toList()),
                eq("app", app),
                eq(LetterDocuments.CODE, cause));
    }
}
