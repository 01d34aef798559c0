package dev.rollcall.ingest.drift;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingCause;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.FindingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs and findings as workers write them down. Blocking. */
@Component
class DriftLog {

    private static final List<String> OURS = Arrays.stream(FindingCause.values())
            .filter(FindingCause::isOurs)
            .map(Enum::name)
            .toList();

    private final MongoCollection<Document> runs;
    private final MongoCollection<Document> findings;

    DriftLog(MongoDatabase directoryDatabase) {
        this.runs = directoryDatabase.getCollection(DriftRun.COLLECTION);
        this.findings = directoryDatabase.getCollection(Finding.COLLECTION);
    }

    Optional<DriftRun> find(String run) {
        return Optional.ofNullable(runs.find(eq("_id", run)).first()).map(DriftRun::from);
    }

    /** Newest first. */
    List<DriftRun> of(String app) {
        return runs.find(and(eq(DriftRun.APP, app), gt("_id", "")))
                .sort(descending("_id"))
                .map(DriftRun::from)
                .into(new ArrayList<>());
    }

    /**
     * Which findings are wanted; an empty list is any.
     *
     * @param after the key of the last one of the page before; null for the first page
     */
    record Wanted(
            List<String> kinds,
            List<String> causes,
            List<String> states,
            @Nullable String after) {}

    /** In the order of their keys. */
    List<Finding> findings(String run, Wanted wanted, int limit) {
        var conditions = new ArrayList<Bson>(List.of(eq(Finding.RUN, run)));
        add(Finding.KIND, wanted.kinds(), conditions);
        add(Finding.CAUSE, wanted.causes(), conditions);
        add(Finding.STATE, wanted.states(), conditions);
        if (wanted.after() != null) {
            conditions.add(gt("_id", wanted.after()));
        }
        return findings.find(and(conditions))
                .sort(ascending("_id"))
                .limit(limit)
                .map(Finding::from)
                .into(new ArrayList<>());
    }

    private static void add(String field, List<String> values, List<Bson> conditions) {
        if (!values.isEmpty()) {
            conditions.add(in(field, values));
        }
    }

    /** Those of these ids that there are. */
    List<Finding> findings(String run, Collection<String> ids) {
        return findings.find(
                        in("_id", ids.stream().map(id -> Finding.key(run, id)).toList()))
                .map(Finding::from)
                .into(new ArrayList<>());
    }

    /** How many of a kind a repair of all of it would mend. */
    long repairable(String run, FindingKind kind) {
        return findings.countDocuments(and(
                eq(Finding.RUN, run),
                eq(Finding.KIND, kind.name()),
                in(Finding.CAUSE, OURS),
                ne(Finding.STATE, FindingState.REPAIRED.name())));
    }
}
