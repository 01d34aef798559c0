package dev.rollcall.ingest.replay;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.rollcall.event.AppKind;
import dev.rollcall.event.ReplayRange;
import dev.rollcall.event.ReplaySetting;
import dev.rollcall.event.ReplaySource;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.delivery.projection.LetterDocuments;
import dev.rollcall.ingest.topic.RangeScan;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.delivery.ReplayScope;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what a replay would send. Blocking, for some seconds at most. */
@Component
final class DryRuns {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LISTED = 200;
    private static final int CHUNK = 1_000;

    private final RangeScan scan;
    private final AvroRecords records;
    private final MongoDatabase database;

    DryRuns(RangeScan scan, AvroRecords records, MongoDatabase directoryDatabase) {
        this.scan = scan;
        this.records = records;
        this.database = directoryDatabase;
    }

    DryRun of(ReplaySetting replay, AppKind kind) {
        var found = new Touched(new ReplayScope(replay, kind == AppKind.SCIM), records);
        boolean isComplete = replay.getSource() == ReplaySource.LETTERS ? letters(replay, found) : read(replay, found);
        List<Touched.Resource> touched = found.resources();
        Map<String, LedgerEntry> ledger = ledger(replay.getApp(), touched);
        var requests = new TreeMap<String, Long>();
        var listed = new ArrayList<DryRun.Difference>();
        for (Touched.Resource resource : touched) {
            LedgerEntry entry = ledger.get(id(replay.getApp(), resource));
            String request = request(kind, resource, entry);
            requests.merge(request, kind == AppKind.SCIM ? 1 : resource.changes(), Long::sum);
            if (listed.size() < LISTED) {
                listed.add(difference(kind, resource, entry, request));
            }
        }
        return new DryRun(isComplete, found.records(), requests, touched.size(), listed);
    }

    private boolean read(ReplaySetting replay, Touched found) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean isComplete = true;
        for (ReplayRange range : replay.getRanges()) {
            boolean isBeside = replay.getSource() == ReplaySource.STATES
                    && range.getTopic().equals(Topics.CHANGES);
            if (!isBeside) {
                isComplete &= scan.each(
                        new TopicPartition(range.getTopic(), range.getPartition()),
                        range.getFrom(),
                        range.getTo(),
                        deadline,
                        found::add);
            }
        }
        return isComplete;
    }

    private boolean letters(ReplaySetting replay, Touched found) {
        database.getCollection(LetterDocuments.COLLECTION)
                .find(Filters.and(Filters.eq("state", "OPEN"), Filters.eq("app", replay.getApp())))
                .forEach(found::addLetter);
        return true;
    }

    private Map<String, LedgerEntry> ledger(String app, List<Touched.Resource> resources) {
        var entries = new HashMap<String, LedgerEntry>();
        for (int at = 0; at < resources.size(); at += CHUNK) {
            List<String> ids = resources.subList(at, Math.min(resources.size(), at + CHUNK)).stream()
                    .map(resource -> id(app, resource))
                    .toList();
            for (Document document :
                    database.getCollection(LedgerEntry.COLLECTION).find(Filters.in("_id", ids))) {
                LedgerEntry entry = LedgerEntry.from(document);
                entries.put(entry.id(), entry);
            }
        }
        return entries;
    }

    private static String id(String app, Touched.Resource resource) {
        return LedgerEntry.id(app, resource.type(), resource.connection(), resource.id());
    }

    private static String request(AppKind kind, Touched.Resource resource, @Nullable LedgerEntry entry) {
        if (kind != AppKind.SCIM) {
            return "message";
        }
        if (resource.isDeleted()) {
            return "delete";
        }
        if (entry == null || !entry.isLinked()) {
            return "create";
        }
        return resource.type() == ResourceType.GROUP ? "patch_group" : "update";
    }

    private static DryRun.Difference difference(
            AppKind kind, Touched.Resource resource, @Nullable LedgerEntry entry, String request) {
        return new DryRun.Difference(
                resource.connection(),
                resource.type().name().toLowerCase(Locale.ROOT),
                resource.id(),
                request,
                kind == AppKind.SCIM ? null : resource.changes(),
                resource.changedAttributes(),
                resource.sequence(),
                entry == null ? 0 : entry.sequence(),
                entry != null && !entry.deleted() && entry.sequence() > 0);
    }
}
