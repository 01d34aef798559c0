package dev.rollcall.sync.fanout;

import dev.rollcall.event.Cause;
import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.DeliveryReceipt;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.HoldDecision;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.AvroRecords;
import dev.rollcall.schemas.topic.Keys;
import dev.rollcall.schemas.topic.Topics;
import dev.rollcall.sync.delivery.Delivery;
import dev.rollcall.sync.delivery.Ledger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Leaves apps without what an operator discarded of a hold: whatever would make users leave them. The ledger has it as
 * given up, so that nobody is told that the app knows, and what comes later of these users is delivered.
 */
final class Discards {

    private static final String TYPE = "dev.rollcall.delivery.receipt.v1";

    private final Settings settings;
    private final Ledger ledger;
    private final KafkaTemplate<String, byte[]> kafka;
    private final AvroRecords records;
    private final Clock clock;

    Discards(Settings settings, Ledger ledger, KafkaTemplate<String, byte[]> kafka, AvroRecords records, Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.kafka = kafka;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Some of a batch.
     *
     * @param discarded comes first, so that whoever is made anew gets the account of who was deleted
     * @param deliveries to the app
     */
    record Part(List<Delivery> discarded, List<Delivery> deliveries) {

        Part() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        private boolean delivers(String ledgerId) {
            return deliveries.stream().anyMatch(delivery -> ledgerId(delivery).equals(ledgerId));
        }
    }

    /** At least one; what is discarded of a resource comes after what is delivered before it, which the ledger has then. */
    List<Part> parts(List<Delivery> batch) {
        var parts = new ArrayList<>(List.of(new Part()));
        for (Delivery delivery : batch) {
            if (!isDiscarded(delivery)) {
                parts.getLast().deliveries().add(delivery);
                continue;
            }
            if (parts.getLast().delivers(ledgerId(delivery))) {
                parts.add(new Part());
            }
            parts.getLast().discarded().add(delivery);
        }
        return parts;
    }

    /** Whether the app is to be left without it; whoever has it sent whatever was before decided later, and has the last word. */
    private boolean isDiscarded(Delivery delivery) {
        return !delivery.isForced()
                && delivery.change().getHold() != null
                // one person, by an operator who means it
                && delivery.change().getCause() != Cause.ERASURE
                && isDeparting(delivery.change())
                && decision(delivery).isPresent();
    }

    /** Durable when it returns. */
    void settle(List<Delivery> discarded) {
        Map<String, LedgerEntry> known =
                ledger.find(discarded.stream().map(Discards::ledgerId).collect(Collectors.toSet()));
        Instant now = clock.instant();
        var entries = new HashMap<String, LedgerEntry>();
        var receipts = new ArrayList<ProducerRecord<String, byte[]>>();
        for (Delivery delivery : discarded) {
            IdentityChange change = delivery.change();
            LedgerEntry before = known.getOrDefault(
                    ledgerId(delivery),
                    LedgerEntry.none(
                            delivery.app(), change.getResourceType(), change.getConnection(), change.getResource()));
            boolean isNew = before.sequence() < change.getSequence();
            // also of what the app was brought ahead of; where it was told before, it is a repeat
            boolean isRepeat = !isNew && !delivery.isRetry();
            decision(delivery).ifPresent(decision -> receipts.add(receipt(delivery, decision, isRepeat, now)));
            // whom the app was never told of, it needn't give up
            if (isNew && before.sequence() > 0) {
                LedgerEntry after = given(before, change, now);
                known.put(after.id(), after);
                entries.put(after.id(), after);
            }
        }
        Reports.await(receipts.stream().map(kafka::send));
        // after the receipts, for what the ledger has is told again as a repeat
        ledger.write(entries.values());
    }

    /** Whether somebody leaves by it: also by a later change of who has left, which would bring that, and from groups. */
    static boolean isDeparting(IdentityChange change) {
        if (change.getResourceType() == ResourceType.USER) {
            return change.getBefore() instanceof UserState
                    && !(change.getAfter() instanceof UserState user
                            && user.getAttributes().getActive());
        }
        // of a group that is deleted itself, the version stays
        return change.getCause() == Cause.CASCADE
                && change.getBefore() instanceof GroupState before
                && change.getAfter() instanceof GroupState after
                && before.getVersion() < after.getVersion();
    }

    private Optional<HoldDecision> decision(Delivery delivery) {
        Long hold = delivery.change().getHold();
        return hold == null
                ? Optional.empty()
                : settings.hold(Keys.hold(delivery.change().getConnection(), hold))
                        .map(Settings.Entry::value)
                        .filter(decision -> decision.getOutcome() == HoldOutcome.DISCARDED);
    }

    /** A deleted user's account is nobody's from now on: it may be that of the same person under a new id. */
    private static LedgerEntry given(LedgerEntry before, IdentityChange change, Instant now) {
        boolean isDeleted = change.getAfter() == null;
        return new LedgerEntry(
                before.app(),
                before.type(),
                before.connection(),
                before.resource(),
                isDeleted ? null : before.remoteId(),
                change.getSequence(),
                DeliveryOutcome.FAILED,
                0,
                null,
                isDeleted ? null : before.hash(),
                before.deleted(),
                now,
                before.standing());
    }

    private ProducerRecord<String, byte[]> receipt(
            Delivery delivery, HoldDecision decision, boolean isRepeat, Instant at) {
        Instant retried = delivery.retried();
        // whoever wished for it may have a clock that is ahead
        Instant now = retried == null || at.isAfter(retried) ? at : retried.plusMillis(1);
        IdentityChange change = delivery.change();
        DeliveryReceipt receipt = DeliveryReceipt.newBuilder()
                .setApp(delivery.app())
                .setConnection(change.getConnection())
                .setChange(change.getId())
                .setResourceType(change.getResourceType())
                .setResource(change.getResource())
                .setSequence(change.getSequence())
                .setOutcome(DeliveryOutcome.SKIPPED)
                .setAttempts(0)
                .setTime(now)
                .setDetail("Discarded with a mass-change hold")
                .setOperator(decision.getOperator())
                .setReason(decision.getReason())
                .setRepeat(isRepeat)
                .build();
        return new ProducerRecord<>(
                Topics.RECEIPTS,
                null,
                Keys.delivery(delivery.app(), change.getResource()),
                records.write(Topics.RECEIPTS, receipt),
                Receipts.headers(delivery, TYPE, delivery.app() + "-" + change.getId(), now));
    }

    private static String ledgerId(Delivery delivery) {
        IdentityChange change = delivery.change();
        return LedgerEntry.id(delivery.app(), change.getResourceType(), change.getConnection(), change.getResource());
    }
}
