package dev.rollcall.ingest.delivery;

import static com.mongodb.client.model.Accumulators.max;
import static com.mongodb.client.model.Accumulators.min;
import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.Fault;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Dead letters by what caused them: a thousand letters are seldom more than three things to mend. Blocking. */
@Component
public final class Causes {

    private final MongoCollection<Document> letters;
    private final Settings settings;

    Causes(MongoDatabase directoryDatabase, Settings settings) {
        this.letters = directoryDatabase.getCollection(LetterDocuments.COLLECTION);
        this.settings = settings;
    }

    /**
     * One cause.
     *
     * @param cause its key
     * @param first when the first letter of it was given up
     * @param last when the last one was
     * @param whose fault it is
     * @param mend what would mend it
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CauseView(
            @Nullable String app,
            @Nullable String appName,
            String fault,
            String cause,
            long count,
            Instant first,
            Instant last,
            String whose,
            String mend) {}

    /**
     * Those with the most letters first.
     *
     * @param app null for all of them
     * @param connection null for all of them
     * @param states names of {@link dev.rollcall.ingest.delivery.projection.LetterState}
     */
    public List<CauseView> of(@Nullable String app, @Nullable String connection, List<String> states) {
        var conditions = new ArrayList<Bson>(List.of(in(LetterDocuments.STATE, states)));
        if (app != null) {
            conditions.add(eq("app", app));
        }
        if (connection != null) {
            conditions.add(eq("connection", connection));
        }
        var key = new Document("app", "$app").append("fault", "$fault").append("code", "$code");
        return letters
                .aggregate(List.of(
                        match(and(conditions)),
                        group(
                                key,
                                sum("count", 1L),
                                min("first", '$' + LetterDocuments.FIRST),
                                max("last", '$' + LetterDocuments.TIME))))
                .into(new ArrayList<>())
                .stream()
                .map(this::cause)
                .sorted(Comparator.comparingLong(CauseView::count)
                        .reversed()
                        .thenComparing(CauseView::last, Comparator.reverseOrder()))
                .toList();
    }

    private CauseView cause(Document found) {
        Document key = found.get("_id", Document.class);
        String app = key.getString("app");
        Fault fault =
                Optional.ofNullable(key.getString("fault")).map(Fault::valueOf).orElse(Fault.UNKNOWN);
        String code = Optional.ofNullable(key.getString("code")).orElse("");
        Remedy remedy = Remedy.of(fault, code);
        return new CauseView(
                app,
                Optional.ofNullable(app)
                        .flatMap(settings::app)
                        .map(Settings.Entry::value)
                        .map(AppSetting::getName)
                        .orElse(null),
                Parameters.label(fault),
                code,
                found.get("count", Number.class).longValue(),
                found.getDate("first").toInstant(),
                found.getDate("last").toInstant(),
                remedy.whose(),
                remedy.mend());
    }
}
