package dev.rollcall.ingest.sealing;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The admin API for changing the key that secrets are sealed with: what needs the old one still, and sealing it anew. */
@RestController
@RequestMapping("/api/v1/sealing-key")
final class SealingKeyController {

    private final Resealing resealing;

    SealingKeyController(Resealing resealing) {
        this.resealing = resealing;
    }

    /**
     * What an old key is needed for; with nothing of it, the old keys may go.
     *
     * @param keyId names the key that seals, and tells nothing of it
     * @param oldSettings the settings that have something sealed with another key, or with one that isn't named
     * @param oldPasswords of HTTP Basic authentication that can be checked with another key only, or with one that isn't
     *     named; make these credentials anew
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record SealingKeyView(String keyId, List<String> oldSettings, long oldPasswords) {}

    /**
     * What was done.
     *
     * @param resealed how many settings were sealed anew
     * @param problems those that couldn't be; they are as they were
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Rotated(String keyId, int resealed, List<Resealing.Problem> problems, long oldPasswords) {}

    @GetMapping
    SealingKeyView get() {
        return new SealingKeyView(resealing.keyId(), resealing.old(), resealing.oldPasswords());
    }

    /** Seals with the key that is in force all that isn't; may be interrupted, and asked again. */
    @PostMapping("/rotate")
    Mono<Rotated> rotate() {
        return resealing
                .run()
                .map(done -> new Rotated(resealing.keyId(), done.count(), done.problems(), resealing.oldPasswords()));
    }
}
