package dev.rollcall.schemas.topic;

/**
 * There are more partitions than records were spread over, or fewer. Connections would move to other partitions and leave
 * records behind, in no order to those that come: whoever notices doesn't go on. The message holds no data.
 */
public final class PartitionsChangedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public PartitionsChangedException(String found) {
        super(found
                + ". A connection's records would be in two partitions, in no order, so nothing goes on. Set"
                + " rollcall.topics.partitions to the number that the topics were made with; topics that have got partitions"
                + " since have to be made anew, see the README");
    }
}
