package dev.rollcall.sync.drift;

import dev.rollcall.event.DeliveryRetry;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ReconciliationRepair;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.topic.Addressee;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.delivery.NewestChange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Has deliveries made again by the app's own feed, in order with all others: what the app should have goes to it whatever
 * the ledger says.
 */
final class Repairs {

    private static final long DURABLE_SECONDS = 60;

    private final KafkaTemplate<String, byte[]> kafka;
    private final AvroRecords records;
    private final Ledger ledger;
    private final Clock clock;

    /** @param kafka spreads keys as the changes are spread */
    Repairs(KafkaTemplate<String, byte[]> kafka, AvroRecords records, Ledger ledger, Clock clock) {
        this.kafka = kafka;
        this.records = records;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** That the app gets it as it is now, or loses it where it should have it no longer. */
    static IdentityChange change(Facts facts) {
        Ours ours = facts.ours();
        long sequence = Math.max(1, Math.max(facts.sequence(), facts.settled()));
        if (!facts.isWanted()) {
            UserState last = facts.state() instanceof UserState user ? user : null;
            return NewestChange.gone(ours.connection(), ours.type(), ours.id(), sequence, last)
                    .build();
        }
        return switch (facts.state()) {
            case UserState user -> NewestChange.of(user).setSequence(sequence).build();
            case GroupState group ->
                NewestChange.of(group).setSequence(sequence).build();
            case null, default -> throw new IllegalArgumentException("What isn't there isn't wanted.");
        };
    }

    /** The same group, with members whom the app is to add and to remove, by our ids. */
    static IdentityChange change(Facts group, Collection<String> added, Collection<String> removed) {
        return IdentityChange.newBuilder(change(group))
                .setMembersAdded(List.copyOf(added))
                .setMembersRemoved(List.copyOf(removed))
                .build();
    }

    /**
     * That the app loses what is none of ours: in the ledger it becomes the counterpart of an id that nobody has, so that
     * it goes as everything goes that the app should have no longer.
     */
    IdentityChange removal(String app, Ours stranger, String remoteId, FactsReader facts) {
        LedgerEntry known = link(app, stranger, remoteId, facts);
        return NewestChange.gone(
                        stranger.connection(), stranger.type(), stranger.id(), Math.max(1, known.sequence()), null)
                .build();
    }

    /** Has the ledger say that this is the app's counterpart of ours. */
    LedgerEntry link(String app, Ours ours, String remoteId, FactsReader facts) {
        String id = ours.ledgerId(app);
        LedgerEntry known = facts.entries(List.of(id))
                .getOrDefault(id, LedgerEntry.none(app, ours.type(), ours.connection(), ours.id()));
        ledger.write(List.of(known.linked(remoteId, null)));
        return known;
    }

    /** What was to go and didn't is nobody's again; what was published of it takes nothing then. */
    void unlink(Collection<LedgerEntry> entries) {
        ledger.write(entries.stream()
                .filter(entry -> isOfStranger(entry) && entry.isLinked() && entry.sequence() == 0)
                .map(entry -> LedgerEntry.none(entry.app(), entry.type(), entry.connection(), entry.resource()))
                .toList());
    }

    /** The id that nobody has. */
    static Ours stranger(String app, ResourceType type, String remoteId, String connection) {
        String name = app + '/' + type + '/' + remoteId;
        return new Ours(type, connection, "stranger-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether the entry only says that the app is to lose what is none of ours. */
    static boolean isOfStranger(LedgerEntry entry) {
        String remoteId = entry.remoteId();
        return remoteId != null
                && stranger(entry.app(), entry.type(), remoteId, entry.connection())
                        .id()
                        .equals(entry.resource());
    }

    /** Publishes them, and returns when they are durable. */
    void publish(String app, String run, ReconciliationRepair wish, List<IdentityChange> changes) {
        var sent = new ArrayList<CompletableFuture<?>>();
        for (IdentityChange change : changes) {
            DeliveryRetry retry = retry(app, run, wish, change);
            sent.add(kafka.send(new ProducerRecord<>(
                    Topics.RETRIES,
                    null,
                    change.getConnection(),
                    records.write(Topics.RETRIES, retry),
                    List.of(Addressee.header(app)))));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .orTimeout(DURABLE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private DeliveryRetry retry(String app, String run, ReconciliationRepair wish, IdentityChange newest) {
        String id = wish.getId()
                + '-'
                + (newest.getResourceType() == ResourceType.GROUP ? "g-" : "u-")
                + newest.getResource();
        IdentityChange change =
                IdentityChange.newBuilder(newest).setId(id).setTxn(wish.getId()).build();
        return DeliveryRetry.newBuilder()
                .setId(run + '-' + id)
                .setTime(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setApp(app)
                .setConnection(change.getConnection())
                .setResourceType(change.getResourceType())
                .setResource(change.getResource())
                .setSequence(change.getSequence())
                .setTopic(Topics.RETRIES)
                .setPartition(0)
                .setOffset(place(app + '/' + id))
                .setRecord(ByteBuffer.wrap(records.write(Topics.CHANGES, change)))
                .setOperator(wish.getOperator())
                .setReason(wish.getReason())
                .setReplay(run)
                .setForced(true)
                .build();
    }

    /** It was read from nowhere; of another place it would be another dead letter. */
    private static long place(String id) {
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits() >>> 1;
    }
}
