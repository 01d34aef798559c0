package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.sync.app.Answer;
import java.util.List;
import java.util.function.Supplier;

/** Tells an app every change in messages: of one resource in order, of many at once. */
final class MessageCourier implements Courier {

    /** How a kind of app is sent a change: each call of what it gives is one attempt. */
    interface Messages {

        Supplier<Answer> of(Delivery delivery);
    }

    private final Messages messages;
    private final Crew crew;
    private final Attempts attempts;

    MessageCourier(Messages messages, Crew crew, Attempts attempts) {
        this.messages = messages;
        this.crew = crew;
        this.attempts = attempts;
    }

    @Override
    public void deliver(List<Delivery> deliveries, Round round) {
        Queues queues = Queues.of(deliveries, round.known());
        round.skip(queues.already());
        crew.each(round.suspectsLast(queues.fresh(), List::getFirst), round, queue -> deliverInOrder(queue, round));
    }

    private void deliverInOrder(List<Delivery> queue, Round round) {
        for (Delivery delivery : queue) {
            if (round.isOver()) {
                return;
            }
            Attempts.Tried tried = attempts.at(round, messages.of(delivery));
            Answer answer = tried.answer();
            if (round.isPutOff(delivery, answer)) {
                return;
            }
            round.tell(new Settled(
                    delivery,
                    outcome(answer),
                    tried.attempts(),
                    answer.status(),
                    null,
                    answer.detail(),
                    Settled.faultOf(answer),
                    false,
                    round.now(),
                    CauseCode.of(answer)));
        }
    }

    private static DeliveryOutcome outcome(Answer answer) {
        if (!answer.isTaken()) {
            return DeliveryOutcome.FAILED;
        }
        return answer.status() == null ? DeliveryOutcome.SKIPPED : DeliveryOutcome.DELIVERED;
    }

    @Override
    public void close() {
        crew.close();
    }
}
