package dev.rollcall.ingest.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be different about a connection; what is absent stays.
 *
 * @param schemas all of its extensions, each in the JSON of RFC 7643 §7
 */
record ConnectionChange(
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable String profile,
        @Nullable List<@Nullable ObjectNode> schemas) {}
