package dev.rollcall.ingest.directory;

import dev.rollcall.schemas.query.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param total of all that match, on this page or not; null where counting them would cost a scan
 * @param next where the next page begins; null on the last one
 */
public record Page<T>(
        @Nullable Long total, List<T> resources, @Nullable Position next) {}
