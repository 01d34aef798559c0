package dev.rollcall.ingest.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for with a new app.
 *
 * @param id chosen by the administrator, or absent for one of ours
 * @param kind {@code webhook} or {@code scim}
 * @param url where it is reached
 * @param connections that it follows; absent or empty: all
 * @param secret bearer token of a SCIM app, or a webhook's signing key; absent for a webhook: one of ours
 * @param deprovision {@code delete} or {@code deactivate}
 */
record NewApp(
        @Nullable String id,
        @Nullable String name,
        @Nullable String kind,
        @Nullable String url,
        @Nullable List<String> connections,
        @Nullable String secret,
        @Nullable String deprovision,
        @Nullable Boolean enabled) {

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "NewApp[id=" + id + "]";
    }
}
