package dev.rollcall.sync.fanout;

import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.delivery.Ledger;
import dev.rollcall.sync.delivery.Round;
import dev.rollcall.sync.delivery.Settled;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what is settled while the rest of a large batch is still delivered: first the ledger, then the receipts, so
 * that what has a receipt is never sent again. When it is closed all is written, or it fails.
 */
final class Clerk implements AutoCloseable {

    /** Of fewer the writing isn't worth a beginning before the end. */
    static final int MANY = 64;

    /** For how long the first of a few waits for others. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Round round;
    private final Ledger ledger;
    private final Consumer<List<Settled>> receipts;
    private final @Nullable Thread beside;
    private volatile boolean isClosing;
    private volatile @Nullable RuntimeException failure;

    /**
     * @param deliveries how many there are in the batch
     * @param receipts publishes them; they are durable when it returns
     */
    Clerk(Round round, int deliveries, Ledger ledger, Consumer<List<Settled>> receipts) {
        this.round = round;
        this.ledger = ledger;
        this.receipts = receipts;
        this.beside = deliveries > MANY ? Thread.ofVirtual().name("clerk").start(this::writeBeside) : null;
    }

    private void writeBeside() {
        try {
            while (!isClosing) {
                round.awaitNews(MANY, PATIENCE);
                write();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts a clerk.", e);
        } catch (RuntimeException e) {
            failure = e;
            round.stop(Answer.none("What is settled can't be written down"));
        }
    }

    private void write() {
        List<Settled> settled = round.takeSettled();
        ledger.write(round.takeTouched());
        receipts.accept(settled);
    }

    /** @throws RuntimeException when something couldn't be written; then nothing of the batch may be committed */
    @Override
    public void close() {
        if (beside != null) {
            isClosing = true;
            round.hurry(MANY);
            await(beside);
        }
        RuntimeException broken = failure;
        if (broken != null) {
            throw broken;
        }
        write();
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the last is written down.", e);
        }
    }
}
