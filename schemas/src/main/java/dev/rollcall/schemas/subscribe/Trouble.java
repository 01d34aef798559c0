package dev.rollcall.schemas.subscribe;

/** Something that a subscriber may not pass over in silence, and where it is. */
public sealed interface Trouble {

    String topic();

    int partition();

    /** Of the record in question. */
    long offset();

    /** What is wrong and what to do, without personal data. */
    String sentence();

    /** What is done unless the listener decides otherwise. */
    Remedy proposed();

    /** Changes are missing before this one. */
    record Gap(String topic, int partition, long offset, String connection, long expected, long found)
            implements Trouble {
        @Override
        public String sentence() {
            return "Of connection " + connection + " came change " + found + " where " + expected + " was due: "
                    + (found - expected) + " are missing. Look for a topic that lost records or a store restored from"
                    + " a backup; a snapshot mends what was missed.";
        }

        @Override
        public Remedy proposed() {
            return Remedy.SNAPSHOT;
        }
    }

    /**
     * A record isn't ours, or is broken, or its schema is unknown; it is left aside.
     *
     * @param reason without the record's contents
     */
    record Unreadable(String topic, int partition, long offset, String reason) implements Trouble {
        @Override
        public String sentence() {
            return reason + " See which producer wrote it, and whether the registry still has its schema.";
        }

        @Override
        public Remedy proposed() {
            return Remedy.GO_ON;
        }
    }

    /**
     * The changes that come next are no longer kept.
     *
     * @param offset where the subscriber stopped
     */
    record PositionLost(String topic, int partition, long offset) implements Trouble {
        @Override
        public String sentence() {
            return "The subscriber was away for longer than changes are kept; a snapshot mends what it missed, but the"
                    + " changes themselves are gone.";
        }

        @Override
        public Remedy proposed() {
            return Remedy.SNAPSHOT;
        }
    }

    /**
     * The listener failed, or what it takes to read a record is away.
     *
     * @param offset of the record that comes again, or of the last one before what couldn't be flushed
     * @param failures how often in a row
     */
    record Failed(String topic, int partition, long offset, int failures, Exception cause) implements Trouble {
        @Override
        public String sentence() {
            return "What comes from here waits after " + failures + " failures: "
                    + cause.getClass().getSimpleName() + ". It is tried again.";
        }

        @Override
        public Remedy proposed() {
            return Remedy.GO_ON;
        }
    }
}
