package dev.rollcall.sync.delivery;

import dev.rollcall.event.DeliveryOutcome;
import dev.rollcall.sync.app.Answer;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Ends deliveries as a courier does, for tests of what comes after. */
public final class Settling {

    private Settling() {}

    public static void deliver(Round round, Delivery delivery) {
        round.settle(
                new Settled(delivery, DeliveryOutcome.DELIVERED, 1, 200, null, "HTTP 200", null, false, Instant.EPOCH));
    }

    /** The app fails at it as if it were down. */
    public static void putOff(Round round, Delivery delivery) {
        round.isPutOff(delivery, Answer.none("HTTP 503"));
    }

    /** Whether it is tried after all others, for the app failed at it before. */
    public static boolean isLast(Round round, Delivery delivery, Delivery other) {
        return round.suspectsLast(List.of(delivery, other), Function.identity())
                .getLast()
                .equals(delivery);
    }
}
