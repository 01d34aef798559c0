package dev.rollcall.ingest.app.preview;

import dev.rollcall.ingest.scim.PublicUrl;
import org.apache.kafka.common.KafkaException;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Previews in the admin API. */
@RestController
@RequestMapping("/api/v1/apps/{id}/preview")
final class PreviewController {

    private final Previews previews;
    private final PublicUrl url;
    private final Scheduler blocking;

    PreviewController(Previews previews, PublicUrl url, Scheduler blocking) {
        this.previews = previews;
        this.url = url;
        this.blocking = blocking;
    }

    /**
     * What the app would get of a user, a group, or the changes of late; nothing is sent, and no secret is shown. Users
     * are seen with the groups that they have now.
     */
    @PostMapping
    Mono<Preview> preview(@PathVariable String id, @RequestBody PreviewRequest asked, ServerHttpRequest request) {
        return Mono.fromCallable(() -> previews.of(id, asked, url.of(request)))
                .onErrorMap(
                        KafkaException.class,
                        _ -> new ResponseStatusException(
                                HttpStatus.SERVICE_UNAVAILABLE, "Kafka can't be reached; see /actuator/health."))
                .subscribeOn(blocking);
    }
}
