package dev.rollcall.sync.drift;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.schemas.drift.DriftRun;
import dev.rollcall.schemas.drift.Finding;
import dev.rollcall.schemas.drift.FindingKind;
import dev.rollcall.schemas.drift.FindingState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Runs and what they found, in MongoDB: a run begun anew finds it all again. Blocking. */
final class Runs {

    private static final String ATTEMPT = "attempt";

    private final MongoCollection<Document> runs;
    private final MongoCollection<Document> findings;

    Runs(MongoDatabase database) {
        this.runs = database.getCollection(DriftRun.COLLECTION);
        this.findings = database.getCollection(Finding.COLLECTION);
    }

    void createIndexes() {
        runs.createIndex(Indexes.ascending(DriftRun.APP, "_id"), new IndexOptions().name("drift_runs_by_app"));
        findings.createIndex(
                Indexes.ascending(Finding.RUN, Finding.KIND, "_id"), new IndexOptions().name("drift_findings_by_kind"));
    }

    Optional<DriftRun> find(String id) {
        return Optional.ofNullable(runs.find(eq("_id", id)).first()).map(DriftRun::from);
    }

    /** Another worker has begun the run anew. */
    static final class TakenOverException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Makes it this worker's. */
    void begin(DriftRun run) {
        if (run.attempt() == 1) {
            // whoever is second fails on the id
            runs.insertOne(run.toDocument());
        } else {
            replace(run, run.attempt() - 1);
        }
    }

    /** @throws TakenOverException when another worker has begun it since */
    void save(DriftRun run) {
        replace(run, run.attempt());
    }

    private void replace(DriftRun run, int attempt) {
        long matched = runs.replaceOne(and(eq("_id", run.id()), eq(ATTEMPT, attempt)), run.toDocument())
                .getMatchedCount();
        if (matched == 0) {
            throw new TakenOverException();
        }
    }

    /** What a worker before found. */
    void forgetFindings(String run) {
        findings.deleteMany(eq(Finding.RUN, run));
    }

    void write(Collection<Finding> found) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        found.forEach(finding -> {
            Document document = finding.toDocument();
            writes.add(
                    new ReplaceOneModel<>(eq("_id", document.get("_id")), document, new ReplaceOptions().upsert(true)));
        });
        if (!writes.isEmpty()) {
            findings.bulkWrite(writes);
        }
    }

    /** Those of these kinds that need no explicit choice, and those with these ids; without what is repaired. */
    List<Finding> wanted(String run, Collection<String> kinds, Collection<String> ids) {
        var all = new ArrayList<Finding>();
        for (String kind : kinds) {
            find(and(eq(Finding.RUN, run), eq(Finding.KIND, kind)), all);
        }
        all.removeIf(finding -> !finding.cause().isOurs());
        find(in("_id", ids.stream().map(id -> Finding.key(run, id)).toList()), all);
        return all.stream()
                .filter(finding -> finding.state() != FindingState.REPAIRED)
                .distinct()
                .toList();
    }

    /** Findings about groups of ours. */
    List<Finding> ofGroups(String run, Collection<String> groups) {
        var all = new ArrayList<Finding>();
        find(and(eq(Finding.RUN, run), in(Finding.RESOURCE, groups)), all);
        return all;
    }

    /** What a repair has begun to mend. */
    List<Finding> repairing(String run) {
        var all = new ArrayList<Finding>();
        find(and(eq(Finding.RUN, run), eq(Finding.STATE, FindingState.REPAIRING.name())), all);
        return all;
    }

    /** What a repair that ended early had begun. */
    void leaveOpen(String run) {
        findings.updateMany(
                and(eq(Finding.RUN, run), eq(Finding.STATE, FindingState.REPAIRING.name())),
                Updates.set(Finding.STATE, FindingState.OPEN.name()));
    }

    private void find(Bson filter, Collection<Finding> into) {
        findings.find(filter).map(Finding::from).into(into);
    }

    /** How many of each kind are there still. */
    Map<FindingKind, Long> open(String run) {
        var open = new EnumMap<FindingKind, Long>(FindingKind.class);
        for (FindingKind kind : FindingKind.values()) {
            open.put(
                    kind,
                    findings.countDocuments(and(
                            eq(Finding.RUN, run),
                            eq(Finding.KIND, kind.name()),
                            ne(Finding.STATE, FindingState.REPAIRED.name()))));
        }
        return open;
    }

    /** Deletes what is too old, and of an app what is more than is kept. */
    void prune(String app, int most, Instant oldest) {
        var gone = new ArrayList<String>();
        runs.find(lt(DriftRun.REQUESTED, Date.from(oldest))).forEach(run -> gone.add(run.getString("_id")));
        runs.find(and(eq(DriftRun.APP, app), gt("_id", "")))
                .sort(Sorts.descending("_id"))
                .skip(most)
                .forEach(run -> gone.add(run.getString("_id")));
        if (!gone.isEmpty()) {
            findings.deleteMany(in(Finding.RUN, gone));
            runs.deleteMany(in("_id", gone));
        }
    }
}
