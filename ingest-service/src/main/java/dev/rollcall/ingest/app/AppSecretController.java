package dev.rollcall.ingest.app;

import dev.rollcall.ingest.scim.PublicUrl;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The admin API for what is made here for an app. Secrets are shown once, by what makes them. */
@RestController
@RequestMapping("/api/v1/apps/{id}")
final class AppSecretController {

    private final AppSecrets secrets;
    private final Apps apps;
    private final PublicUrl url;

    AppSecretController(AppSecrets secrets, Apps apps, PublicUrl url) {
        this.secrets = secrets;
        this.apps = apps;
        this.url = url;
    }

    @GetMapping("/signing-keys")
    List<SigningKeyView> keys(@PathVariable String id) {
        return secrets.keys(id);
    }

    /** Makes a key; the existing ones still sign for an overlap, a day if not told otherwise. */
    @PostMapping("/signing-keys")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<SigningKeyView> addKey(@PathVariable String id, @RequestBody(required = false) @Nullable NewSigningKey asked) {
        return secrets.addKey(id, Objects.requireNonNullElse(asked, NewSigningKey.DEFAULT))
                .map(SigningKeyView::made);
    }

    /** Signs with it no more; the last key that doesn't expire can't be deleted. */
    @DeleteMapping("/signing-keys/{key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> deleteKey(@PathVariable String id, @PathVariable String key) {
        return secrets.deleteKey(id, key);
    }

    /** Makes a new token for an app that fetches; the former one ends at once. */
    @PostMapping("/token")
    Mono<AppView> renewToken(@PathVariable String id, ServerHttpRequest request) {
        return secrets.renewToken(id).map(token -> AppView.renewed(apps.find(id), url.of(request), token));
    }
}
