package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.EventToken;
import dev.rollcall.schemas.delivery.QueuedToken;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.App;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays the tokens of changes ready for a recipient that fetches them (RFC 8936), in the order of each connection. While
 * too many wait, Kafka keeps the rest.
 */
final class QueueCourier implements Courier {

    private static final Logger log = LoggerFactory.getLogger(QueueCourier.class);

    /** For how long what was settled is kept against a worker that was stopped in the middle of an older batch. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final App app;
    private final Tokens tokens;

    QueueCourier(App app, Tokens tokens) {
        this.app = app;
        this.tokens = tokens;
        tokens.queue().createIndexes();
    }

    @Override
    public void deliver(List<Delivery> deliveries, Round round) {
        Queues queues = Queues.of(deliveries, round.known());
        round.skip(queues.already());
        List<Delivery> fresh = queues.fresh().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Delivery::sequence))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        EventQueue queue = tokens.queue();
        sweep(deliveries, round);
        if (queue.holds(app.id(), tokens.mostWaiting())) {
            round.stop(Answer.none(tokens.mostWaiting() + " tokens wait to be fetched"));
            return;
        }
        var added = new ArrayList<QueuedToken>();
        var again = new ArrayList<String>();
        var ends = new ArrayList<Settled>();
        for (Delivery delivery : fresh) {
            int first = added.size();
            ends.add(render(delivery, added, round));
            if (delivery.isForced()) {
                added.subList(first, added.size())
                        .forEach(queued -> again.add(queued.token().jti()));
            }
        }
        queue.forgetSettled(app.id(), again);
        queue.put(added);
        ends.forEach(round::tell);
    }

    /** What comes before this batch is in the ledger, so nothing of it is ever laid ready again. */
    private void sweep(List<Delivery> deliveries, Round round) {
        var first = new HashMap<String, Long>();
        deliveries.forEach(delivery -> first.merge(delivery.change().getConnection(), delivery.sequence(), Math::min));
        first.forEach((connection, sequence) ->
                tokens.queue().sweep(app.id(), connection, sequence, round.now().minus(MEMORY)));
    }

    private Settled render(Delivery delivery, List<QueuedToken> added, Round round) {
        try {
            List<EventToken> rendered = tokens.of(app, delivery);
            for (int part = 0; part < rendered.size(); part++) {
                added.add(queued(delivery, rendered.get(part), part));
            }
            return rendered.isEmpty()
                    ? settled(
                            delivery,
                            DeliveryOutcome.SKIPPED,
                            Answer.unasked("Nothing in it that the app wants"),
                            round)
                    : settled(delivery, DeliveryOutcome.DELIVERED, Answer.unasked("Ready to be fetched"), round);
        } catch (RuntimeException e) {
            log.atError().addKeyValue("app", app.id()).setCause(e).log("A change can't be told in a token");
            return settled(delivery, DeliveryOutcome.FAILED, Answer.ours(e), round);
        }
    }

    private QueuedToken queued(Delivery delivery, EventToken token, int part) {
        IdentityChange change = delivery.change();
        return new QueuedToken(
                token,
                app.id(),
                change.getConnection(),
                change.getSequence(),
                part,
                change.getResourceType(),
                change.getResource(),
                delivery.source().partition(),
                delivery.source().offset());
    }

    private static Settled settled(Delivery delivery, DeliveryOutcome outcome, Answer answer, Round round) {
        return new Settled(
                delivery,
                outcome,
                1,
                null,
                null,
                answer.detail(),
                Settled.faultOf(answer),
                false,
                round.now(),
                CauseCode.of(answer));
    }

    @Override
    public void close() {
        // nothing is under way that another thread could end
    }
}
