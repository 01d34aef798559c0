package dev.rollcall.ingest.directory;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.query.Condition;
import dev.rollcall.schemas.query.Order;
import org.jspecify.annotations.Nullable;

/**
 * Which resources of one type are wanted, and in which order.
 *
 * @param filter null for all
 */
public record Search(
        String connection, ResourceType type, @Nullable Condition filter, Order order) {

    /** Whether ids come in descending order, where they aren't sorted by anything else before. */
    boolean isDescendingById() {
        return order.path() == null && order.descending();
    }
}
