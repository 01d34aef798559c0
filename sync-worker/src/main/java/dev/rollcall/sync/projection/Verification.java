package dev.rollcall.sync.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.rebuild.Difference;
import dev.rollcall.schemas.rebuild.Tally;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a replica with the log, by count and by content, while writes go on: what differs was either written since the
 * log was read, and then the log says so by now, or it is wrong. Outcomes of asynchronous requests aren't compared, for
 * the log and MongoDB forget them at times of their own.
 */
final class Verification {

    private static final Logger log = LoggerFactory.getLogger(Verification.class);
    private static final int MOST = 100;
    private static final int CHUNK = 1_000;

    private static final Map<String, StateWrite.Kind> COMPARED = Map.of(
            Topics.USERS, StateWrite.Kind.USER,
            Topics.GROUPS, StateWrite.Kind.GROUP,
            Topics.MEMBERSHIPS, StateWrite.Kind.MEMBERSHIP);

    private final StateLog states;
    private final AvroRecords records;

    Verification(StateLog states, AvroRecords records) {
        this.states = states;
        this.records = records;
    }

    /** What a resource is like at a number of its connection. */
    private record Version(long sequence, Fingerprint content) {

        static final Version REMOVED = new Version(0, Fingerprint.NONE);

        static Version of(Document document) {
            return new Version(
                    document.get(DirectoryDocuments.SEQUENCE, Number.class).longValue(), Fingerprint.of(document));
        }

        static Version of(StateWrite write) {
            return write instanceof StateWrite.Removed ? REMOVED : of(DirectoryDocuments.of(write, Instant.EPOCH));
        }
    }

    /** What is found of one type. */
    private static final class Findings {

        final Map<String, Version> logged = new HashMap<>();
        final Set<String> connections = new TreeSet<>();
        final Map<String, Sum> logs = new HashMap<>();
        final Map<String, Sum> holds = new HashMap<>();
        final Map<String, Long> moved = new HashMap<>();
        /** What differs, and may have been written since the log was read. */
        final Set<String> doubtful = new HashSet<>();

        /** Sums up what is logged, of which only what isn't found the same is kept then. */
        void sum() {
            logged.forEach((key, version) ->
                    logs.computeIfAbsent(Keys.connectionOf(key), _ -> new Sum()).add(version.content()));
        }

        void found(Document document, Sum sum) {
            String key = document.getString(DirectoryDocuments.ID);
            Version version = Version.of(document);
            if (logged.remove(key, version)) {
                sum.add(version.content());
            } else {
                doubtful.add(key);
            }
        }
    }

    private static final class Sum {

        long count;
        Fingerprint hash = Fingerprint.NONE;

        void add(Fingerprint content) {
            count++;
            hash = hash.plus(content);
        }
    }

    /** @param pace at which it reads the log and MongoDB */
    Comparison run(Replica replica, Pace pace) {
        var tallies = new ArrayList<Tally>();
        var differences = new ArrayList<Difference>();
        COMPARED.keySet().stream().sorted().forEach(topic -> compare(replica, topic, pace, tallies, differences));
        log.atInfo()
                .addKeyValue("partition", replica.partition())
                .addKeyValue("generation", replica.generation())
                .addKeyValue(
                        "resources", tallies.stream().mapToLong(Tally::logged).sum())
                .addKeyValue("differences", differences.size())
                .log("Compared with the log");
        return new Comparison(List.copyOf(tallies), List.copyOf(differences));
    }

    private void compare(Replica replica, String topic, Pace pace, List<Tally> tallies, List<Difference> differences) {
        var findings = new Findings();
        Map<TopicPartition, Long> end = states.read(replica.partition(), List.of(topic), Map.of(), (polled, _) -> {
            requireGoingOn();
            for (StateWrite write : States.of(polled, records).writes()) {
                findings.connections.add(Keys.connectionOf(write.key()));
                Version version = Version.of(write);
                if (version == Version.REMOVED) {
                    findings.logged.remove(write.key());
                } else {
                    findings.logged.put(write.key(), version);
                }
            }
            pace.await(polled.count());
        });
        MongoCollection<Document> held = replica.collections().of(kind(topic));
        findings.sum();
        for (String connection : findings.connections) {
            Sum sum = findings.holds.computeIfAbsent(connection, _ -> new Sum());
            Pages.each(held, connection, page -> {
                requireGoingOn();
                page.forEach(document -> findings.found(document, sum));
                pace.await(page.size());
            });
        }
        findings.doubtful.addAll(findings.logged.keySet());
        judge(replica, topic, end, findings, differences);
        tally(topic, findings, tallies);
    }

    /** Reads what is in doubt again, and then what the log says of it since. */
    private void judge(
            Replica replica,
            String topic,
            Map<TopicPartition, Long> end,
            Findings findings,
            List<Difference> differences) {
        if (findings.doubtful.isEmpty()) {
            return;
        }
        var found = new HashMap<String, Version>();
        List<String> keys = List.copyOf(findings.doubtful);
        for (int from = 0; from < keys.size(); from += CHUNK) {
            replica.collections()
                    .of(kind(topic))
                    .find(and(
                            in(DirectoryDocuments.ID, keys.subList(from, Math.min(keys.size(), from + CHUNK))),
                            exists(DirectoryDocuments.CONNECTION)))
                    .forEach(document -> found.put(document.getString(DirectoryDocuments.ID), Version.of(document)));
        }
        var since = new HashMap<String, Set<Version>>();
        states.read(
                replica.partition(),
                List.of(topic),
                end,
                (polled, _) -> polled.forEach(record -> {
                    if (findings.doubtful.contains(record.key())) {
                        States.one(record, records)
                                .ifPresent(write -> since.computeIfAbsent(write.key(), _ -> new HashSet<>())
                                        .add(Version.of(write)));
                    }
                }));
        for (String key : keys) {
            Version held = found.getOrDefault(key, Version.REMOVED);
            Version logged = findings.logged.getOrDefault(key, Version.REMOVED);
            if (held.equals(logged) || since.getOrDefault(key, Set.of()).contains(held)) {
                findings.moved.merge(Keys.connectionOf(key), 1L, Long::sum);
                if (logged != Version.REMOVED) {
                    // it was that, as far as anybody can tell, and is by now what the log made of it
                    findings.holds
                            .computeIfAbsent(Keys.connectionOf(key), _ -> new Sum())
                            .add(logged.content());
                }
            } else if (differences.size() < MOST) {
                differences.add(new Difference(name(topic), key, difference(held, logged)));
            }
        }
    }

    private static String difference(Version held, Version logged) {
        if (held == Version.REMOVED) {
            return "missing";
        }
        if (logged == Version.REMOVED) {
            return "extra";
        }
        return held.sequence() < logged.sequence() ? "older" : "altered";
    }

    private static void tally(String topic, Findings findings, List<Tally> tallies) {
        for (String connection : findings.connections) {
            Sum logged = findings.logs.getOrDefault(connection, new Sum());
            Sum held = findings.holds.getOrDefault(connection, new Sum());
            tallies.add(new Tally(
                    connection,
                    name(topic),
                    logged.count,
                    logged.hash.toString(),
                    held.count,
                    held.hash.toString(),
                    findings.moved.getOrDefault(connection, 0L)));
        }
    }

    private static void requireGoingOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptException("Stopped");
        }
    }

    private static StateWrite.Kind kind(String topic) {
        return Objects.requireNonNull(COMPARED.get(topic));
    }

    private static String name(String topic) {
        return topic.substring(topic.indexOf('.') + 1);
    }
}
