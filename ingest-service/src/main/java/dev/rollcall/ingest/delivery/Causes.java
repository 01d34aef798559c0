package dev.rollcall.ingest.delivery;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Dead letters by what caused them: a thousand letters are seldom more than three things to mend. Blocking. */
@Component
public final class Causes {

    private final CauseTotals letters;
    private final Settings settings;

    Causes(MongoDatabase directoryDatabase, Settings settings) {
        this.letters = new CauseTotals(directoryDatabase.getCollection(LetterDocuments.COLLECTION));
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
        return letters.of(and(conditions)).stream()
                .map(this::cause)
                .sorted(Comparator.comparingLong(CauseView::count)
                        .reversed()
                        .thenComparing(CauseView::last, Comparator.reverseOrder()))
                .toList();
    }

    private CauseView cause(CauseTotals.Total total) {
        String app = total.cause().app();
        Fault fault =
                Optional.ofNullable(total.cause().fault()).map(Fault::valueOf).orElse(Fault.UNKNOWN);
        String code = Optional.ofNullable(total.cause().code()).orElse("");
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
                total.count(),
                total.first(),
                total.last(),
                remedy.whose(),
                remedy.mend());
    }
}
