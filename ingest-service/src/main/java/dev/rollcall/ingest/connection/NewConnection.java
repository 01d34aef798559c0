package dev.rollcall.ingest.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked for with a new connection.
 *
 * @param id chosen by the administrator, or absent for one of ours
 * @param type of the identity provider; {@code ping} is the only one
 * @param profile how its client speaks SCIM; {@code pingone} when absent
 * @param schemas the extensions that its client sends, each in the JSON of RFC 7643 §7
 */
record NewConnection(
        @Nullable String id,
        @Nullable String type,
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable String profile,
        @Nullable List<@Nullable ObjectNode> schemas) {}
