package dev.rollcall.schemas.decide;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.MassChangeSetting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When so many of a connection's users leave at once that it may be a mistake, so that an operator has to look first.
 *
 * @param isEnabled whether changes are ever held
 * @param sharePercent of the users who were active within the window more than this has to leave
 * @param minimum at least so many have to leave
 * @param window in which those who leave are counted
 */
public record MassChangeRule(boolean isEnabled, int sharePercent, int minimum, Duration window) {

    public static final MassChangeRule DEFAULT =
            of(MassChangeSetting.newBuilder().build());

    /** That of a connection; the default one where it has none of its own, or isn't known any more. */
    public static MassChangeRule of(@Nullable ConnectionSetting connection) {
        MassChangeSetting own = connection == null ? null : connection.getMassChange();
        return own == null ? DEFAULT : of(own);
    }

    private static MassChangeRule of(MassChangeSetting setting) {
        return new MassChangeRule(
                setting.getEnabled(),
                setting.getSharePercent(),
                setting.getMinimum(),
                Duration.ofMinutes(setting.getWindowMinutes()));
    }

    /**
     * Whether it is too many.
     *
     * @param left who left within the window
     * @param users who were active at some time within it, those who left among them
     */
    boolean isPassed(long left, long users) {
        return isEnabled && left >= minimum && left * 100 > users * sharePercent;
    }
}
