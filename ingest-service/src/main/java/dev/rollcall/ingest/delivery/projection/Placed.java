package dev.rollcall.ingest.delivery.projection;

/**
 * A record and where it is on its topic.
 *
 * @param <T> what it is
 */
public record Placed<T>(T record, int partition, long offset) {}
