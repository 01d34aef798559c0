package dev.rollcall.schemas.subscribe;

import org.slf4j.LoggerFactory;

/** What a service does with what it is told; called by one thread. */
@FunctionalInterface
public interface IdentityListener {

    /**
     * Returning means that it is done.
     *
     * @throws Exception when it isn't: the same event comes again after a while, and its connections wait for it
     */
    void on(IdentityEvent event) throws Exception;

    /**
     * All that was told until now has to be durable when this returns, for the position in Kafka is written down next.
     *
     * @throws Exception when it isn't: what was told since the last time comes again
     */
    default void flush() throws Exception {}

    /** Something is wrong; what this returns is done about it. Tells the log and does what is proposed, by itself. */
    default Remedy onTrouble(Trouble trouble) {
        LoggerFactory.getLogger(IdentityListener.class)
                .atWarn()
                .addKeyValue("topic", trouble.topic())
                .addKeyValue("partition", trouble.partition())
                .addKeyValue("offset", trouble.offset())
                .log(trouble.sentence());
        return trouble.proposed();
    }
}
