package dev.rollcall.ingest.activity;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;

/** The live log as server-sent events: the event's id is the position, and silence is broken by a comment. */
final class LiveEvents {

    static final String NAME = "request";

    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private LiveEvents() {}

    static Flux<ServerSentEvent<EntryView>> of(Flux<List<LiveLog.Told>> batches) {
        return Flux.defer(() -> {
            var silence = new Silence();
            // one batch at a time, so that a slow reader isn't read ahead for
            return batches.concatMapIterable(batch -> silence.isOver(batch) ? events(batch) : List.of(), 1);
        });
    }

    /**
     * A position that a reader was told.
     *
     * @throws ResponseStatusException 400 when it isn't one
     */
    static @Nullable Long position(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "Last-Event-ID must be the id of an event of this stream, and after the position of a page.");
        }
    }

    private static List<ServerSentEvent<EntryView>> events(List<LiveLog.Told> batch) {
        if (batch.isEmpty()) {
            return List.of(ServerSentEvent.<EntryView>builder()
                    .comment("nothing new")
                    .retry(RETRY)
                    .build());
        }
        return batch.stream()
                .map(told -> ServerSentEvent.builder(EntryView.of(told.entry()))
                        .id(Long.toString(told.position()))
                        .event(NAME)
                        .build())
                .toList();
    }

    /** Whether something must be sent: the first time, for a call, or after a while without any. */
    private static final class Silence {

        private long last = System.nanoTime() - HEARTBEAT.toNanos();

        private boolean isOver(List<LiveLog.Told> batch) {
            long now = System.nanoTime();
            boolean isOver = !batch.isEmpty() || now - last >= HEARTBEAT.toNanos();
            if (isOver) {
                last = now;
            }
            return isOver;
        }
    }
}
