package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.event.MessageBody;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.WebhookClient;
import java.util.List;

/** Tells a webhook every change that it wants: of one resource in order, of many at once. */
final class WebhookCourier implements Courier {

    private final WebhookClient client;
    private final MessageBody body;
    private final Crew crew;
    private final Attempts attempts;

    WebhookCourier(WebhookClient client, MessageBody body, Crew crew, Attempts attempts) {
        this.client = client;
        this.body = body;
        this.crew = crew;
        this.attempts = attempts;
    }

    @Override
    public void deliver(List<Delivery> deliveries, Round round) {
        Queues queues = Queues.of(deliveries, round.known());
        round.skip(queues.already());
        crew.each(queues.fresh(), round, queue -> deliverInOrder(queue, round));
    }

    private void deliverInOrder(List<Delivery> queue, Round round) {
        for (Delivery delivery : queue) {
            if (round.isOver()) {
                return;
            }
            Attempts.Tried tried = attempts.at(round, () -> send(delivery));
            Answer answer = tried.answer();
            if (answer.isOfApp()) {
                round.stop(answer);
                return;
            }
            round.settle(new Settled(
                    delivery,
                    answer.isTaken() ? DeliveryOutcome.DELIVERED : DeliveryOutcome.FAILED,
                    tried.attempts(),
                    answer.status(),
                    null,
                    answer.detail(),
                    Settled.faultOf(answer),
                    false,
                    round.now()));
        }
    }

    private Answer send(Delivery delivery) {
        return client.send(delivery.change().getId(), WebhookMessage.of(delivery.change(), body));
    }

    @Override
    public void close() {
        crew.close();
    }
}
