package dev.rollcall.schemas.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics' names and how they are created. */
public final class Topics {

    public static final String REQUESTS = "rollcall.requests";
    public static final String RESULTS = "rollcall.results";
    public static final String OUTCOMES = "rollcall.outcomes";
    public static final String SEQUENCES = "rollcall.sequences";
    public static final String HEADCOUNTS = "rollcall.headcounts";
    public static final String RECEIPTS = "rollcall.receipts";
    public static final String DEAD_LETTERS = "rollcall.dead-letters";
    public static final String RETRIES = "rollcall.retries";
    public static final String SETTINGS = "rollcall.settings";
    public static final String REQUEST_LOG = "rollcall.request-log";
    public static final String ERASURES = "rollcall.erasures";
    public static final String CHANGES = "identity.changes";
    public static final String USERS = "identity.users";
    public static final String GROUPS = "identity.groups";
    public static final String MEMBERSHIPS = "identity.memberships";

    /** Topics that together hold a connection's newest state; co-partitioned with {@link #REQUESTS}. */
    public static final List<String> STATES = List.of(USERS, GROUPS, MEMBERSHIPS, SEQUENCES, OUTCOMES, HEADCOUNTS);

    /** Topics of which a connection's records are in partitions of one number. */
    static final Set<String> CO_PARTITIONED =
            Set.of(REQUESTS, RETRIES, CHANGES, USERS, GROUPS, MEMBERSHIPS, SEQUENCES, OUTCOMES, HEADCOUNTS);

    /** For how long the outcome of an asynchronous request can be fetched. */
    public static final Duration OUTCOMES_KEPT = Duration.ofDays(7);

    /** For how long it can be told what became of deliveries. */
    public static final Duration DELIVERIES_KEPT = Duration.ofDays(90);

    /** For how long a compacted topic may still hold what was overwritten or deleted, so that it can be told. */
    public static final Duration COMPACTED_WITHIN = Duration.ofDays(1);

    /** For how long it can be read that something was deleted: a reader may be away so long and miss nothing. */
    public static final Duration TOMBSTONES_KEPT = Duration.ofDays(7);

    /** Kafka deletes by whole segments, so a record outlives its retention by as much as one of these spans. */
    private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);

    private static final Duration SHORTEST_SEGMENT = Duration.ofMinutes(10);
    private static final int SEGMENTS = 14;

    /** Topics about deliveries, which are spread by their whole key, for no order between resources matters there. */
    static final Set<String> DELIVERIES = Set.of(RECEIPTS, DEAD_LETTERS);

    /** The largest record: a SCIM body of 10 MiB with room for its envelope. */
    public static final int MAX_RECORD_BYTES = 16 * 1024 * 1024;

    private Topics() {}

    /**
     * All topics as they are created where they are missing.
     *
     * @param partitions of every topic that is co-partitioned by connection
     * @param replicas of every partition; min.insync.replicas is a majority of them
     */
    public static List<NewTopic> all(int partitions, short replicas) {
        return List.of(
                kept(REQUESTS, partitions, replicas, Duration.ofDays(14)),
                kept(RESULTS, 1, replicas, Duration.ofHours(1)),
                kept(OUTCOMES, partitions, replicas, OUTCOMES_KEPT),
                kept(CHANGES, partitions, replicas, Duration.ofDays(90)),
                compacted(USERS, partitions, replicas),
                compacted(GROUPS, partitions, replicas),
                compacted(MEMBERSHIPS, partitions, replicas),
                compacted(SEQUENCES, partitions, replicas),
                compacted(HEADCOUNTS, partitions, replicas),
                compacted(SETTINGS, 1, replicas),
                compacted(ERASURES, 1, replicas),
                kept(RECEIPTS, partitions, replicas, DELIVERIES_KEPT),
                kept(RETRIES, partitions, replicas, Duration.ofDays(14)),
                kept(DEAD_LETTERS, partitions, replicas, DELIVERIES_KEPT));
    }

    /** The topic of SCIM calls as they were answered, which only ingest writes and reads. */
    public static NewTopic requestLog(int partitions, short replicas, Duration retention) {
        return kept(REQUEST_LOG, partitions, replicas, retention);
    }

    private static NewTopic kept(String name, int partitions, short replicas, Duration retention) {
        return topic(
                name,
                partitions,
                replicas,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retention.toMillis()),
                        TopicConfig.SEGMENT_MS_CONFIG,
                        Long.toString(segment(retention).toMillis())));
    }

    private static Duration segment(Duration retention) {
        Duration part = retention.dividedBy(SEGMENTS);
        return part.compareTo(LONGEST_SEGMENT) > 0
                ? LONGEST_SEGMENT
                : part.compareTo(SHORTEST_SEGMENT) < 0 ? SHORTEST_SEGMENT : part;
    }

    private static NewTopic compacted(String name, int partitions, short replicas) {
        return topic(
                name,
                partitions,
                replicas,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                        Long.toString(COMPACTED_WITHIN.toMillis()),
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        Long.toString(TOMBSTONES_KEPT.toMillis())));
    }

    private static NewTopic topic(String name, int partitions, short replicas, Map<String, String> clean) {
        var configs = new java.util.HashMap<>(clean);
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD_BYTES));
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(replicas / 2 + 1));
        return new NewTopic(name, partitions, replicas).configs(configs);
    }
}
