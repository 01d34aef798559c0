package dev.rollcall.ingest.oauth;

import dev.rollcall.ingest.credential.SigningKeys;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The admin API for the keys of all that is signed here, which otherwise need no care: for when one may have leaked. */
@RestController
@RequestMapping("/api/v1/signing-keys")
final class SigningKeyController {

    private final SigningKeys keys;

    SigningKeyController(SigningKeys keys) {
        this.keys = keys;
    }

    /** A key as it is shown: only its name and age. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record SigningKeyView(String kid, Instant createdAt) {}

    /** Oldest first. */
    @GetMapping
    List<SigningKeyView> list() {
        return keys.created().entrySet().stream()
                .map(key -> new SigningKeyView(key.getKey(), key.getValue()))
                .toList();
    }

    /** Makes a new key, which signs in a minute; tokens that were signed before stay valid. */
    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> rotate() {
        return keys.rotate();
    }

    /** Distrusts a key with all tokens that it signed; their clients get others. */
    @DeleteMapping("/{kid}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> revoke(@PathVariable String kid) {
        return keys.revoke(kid)
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no such key. GET /api/v1/signing-keys lists all.")))
                .then();
    }
}
