package dev.rollcall.ingest.connection;

import org.jspecify.annotations.Nullable;

/**
 * What is asked for with a new connection.
 *
 * @param id chosen by the administrator, or absent for one of ours
 * @param type of the identity provider; {@code ping} is the only one
 * @param profile how its client speaks SCIM; {@code pingone} when absent
 */
record NewConnection(
        @Nullable String id,
        @Nullable String type,
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable String profile) {}
