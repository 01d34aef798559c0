package dev.rollcall.sync.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class ElsewhereTest {

    @Test
    void failsAsTheOtherThreadDid() {
        var failure = new MongoException("away");
        var error = new OutOfMemoryError("as if");

        assertThatThrownBy(() -> Elsewhere.await(CompletableFuture.failedFuture(failure)))
                .isSameAs(failure);
        assertThatThrownBy(() -> Elsewhere.await(CompletableFuture.runAsync(() -> {
                    throw error;
                })))
                .isSameAs(error);
    }

    @Test
    void endsWithTheOtherThread() {
        assertThatCode(() -> Elsewhere.await(CompletableFuture.completedFuture(null)))
                .doesNotThrowAnyException();
    }

    @Test
    void failsOnlyWhenNothingBesideItIsUnderWayAnyMore() {
        var failure = new MongoException("away");
        Thread caller = Thread.currentThread();
        var isDone = new AtomicBoolean();

        assertThatThrownBy(() -> Elsewhere.beside(List.of(
                        () -> {
                            throw failure;
                        },
                        () -> {
                            await().until(() -> caller.getState() == Thread.State.WAITING);
                            isDone.set(true);
                        })))
                .isSameAs(failure);
        assertThat(isDone).isTrue();
    }

    @Test
    void failsAsTheOneBesideItDid() {
        var failure = new MongoException("away");

        assertThatThrownBy(() -> Elsewhere.beside(List.of(() -> {}, () -> {
                    throw failure;
                })))
                .isSameAs(failure);
    }

    @Test
    void canBeInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Elsewhere.await(new CompletableFuture<>())).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
