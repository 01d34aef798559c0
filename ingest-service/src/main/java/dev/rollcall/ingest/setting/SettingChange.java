package dev.rollcall.ingest.setting;

import dev.rollcall.event.Setting;
import org.jspecify.annotations.Nullable;

/** What becomes of a setting. It may be asked again, with a newer setting, when another instance was faster. */
@FunctionalInterface
public interface SettingChange {

    /**
     * Tells the new setting.
     *
     * @param before the newest setting; null when there is none
     * @return null to remove it; what is equal to the one before changes nothing
     * @throws RuntimeException to leave it as it is, and tell the caller
     */
    @Nullable
    Setting apply(@Nullable Setting before);
}
