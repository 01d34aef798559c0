package dev.rollcall.schemas.subscribe;

import dev.rollcall.schemas.topic.ConnectionPartitioner;

/**
 * The connections that one instance of a subscriber follows together: those of one partition.
 *
 * @param partition of every {@code identity.*} topic
 * @param partitions how many there are
 */
public record Share(int partition, int partitions) {

    /** Whether the connection is one of them. */
    public boolean holds(String connection) {
        return ConnectionPartitioner.partitionOf(connection, partitions) == partition;
    }
}
