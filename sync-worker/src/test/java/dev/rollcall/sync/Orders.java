package dev.rollcall.sync;

import dev.rollcall.event.Erasure;
import dev.rollcall.event.ErasureStep;
import dev.rollcall.event.Hold;
import dev.rollcall.event.HoldDecision;
import dev.rollcall.event.HoldOutcome;
import dev.rollcall.event.Setting;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.Keys;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** What operators and administrators order, as the ingest service writes it down just now. */
public final class Orders {

    private static final String OPERATOR = "admin-token";

    private Orders() {}

    /** @param value sets what it is about */
    public static Setting setting(String key, UnaryOperator<Setting.Builder> value) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return value.apply(Setting.newBuilder().setId(key).setCreated(now).setTime(now))
                .build();
    }

    /** One whose first change has this number. */
    public static Hold hold(long first) {
        return new Hold(first, first, Instant.EPOCH, 50, 100L, 1L, 1L);
    }

    public static Setting decision(String connection, Hold hold, HoldOutcome outcome) {
        return setting(
                Settings.holdKey(Keys.hold(connection, hold.getFirst())),
                setting -> setting.setHold(new HoldDecision(connection, hold, outcome, OPERATOR, "A test")));
    }

    public static Erasure erasure(String connection, String user, ErasureStep step) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return Erasure.newBuilder()
                .setConnection(connection)
                .setUser(user)
                .setRequested(now)
                .setTime(now)
                .setStep(step)
                .setOperator(OPERATOR)
                .build();
    }
}
