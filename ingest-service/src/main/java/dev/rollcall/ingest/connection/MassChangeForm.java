package dev.rollcall.ingest.connection;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.MassChangeSetting;
import dev.rollcall.ingest.setting.Refused;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and shows when so many leave a connection at once that its changes are held. */
final class MassChangeForm {

    private static final int MAX_SHARE = 99;
    private static final int MAX_MINIMUM = 1_000_000;
    private static final int DAY_MINUTES = 24 * 60;
    private static final MassChangeSetting DEFAULT =
            MassChangeSetting.newBuilder().build();

    private MassChangeForm() {}

    /** As settings keep it; null where all is as it is by default. */
    static @Nullable MassChangeSetting read(ConnectionBody.@Nullable MassChangeHold asked) {
        if (asked == null) {
            return null;
        }
        MassChangeSetting setting = MassChangeSetting.newBuilder()
                .setEnabled(!Boolean.FALSE.equals(asked.enabled()))
                .setSharePercent(within("share_percent", asked.sharePercent(), DEFAULT.getSharePercent(), MAX_SHARE))
                .setMinimum(within("minimum", asked.minimum(), DEFAULT.getMinimum(), MAX_MINIMUM))
                .setWindowMinutes(
                        within("window_minutes", asked.windowMinutes(), DEFAULT.getWindowMinutes(), DAY_MINUTES))
                .build();
        return setting.equals(DEFAULT) ? null : setting;
    }

    /** As it would be asked for. */
    static ConnectionBody.MassChangeHold of(ConnectionSetting connection) {
        MassChangeSetting setting = Objects.requireNonNullElse(connection.getMassChange(), DEFAULT);
        return new ConnectionBody.MassChangeHold(
                setting.getEnabled(), setting.getSharePercent(), setting.getMinimum(), setting.getWindowMinutes());
    }

    private static int within(String name, @Nullable Integer asked, int otherwise, int most) {
        int value = asked == null ? otherwise : asked;
        if (value < 1 || value > most) {
            throw Refused.wrong("mass_change_hold." + name + " must be a whole number from 1 to " + most + '.');
        }
        return value;
    }
}
