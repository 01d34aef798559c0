package dev.rollcall.ingest.sealing;

import dev.rollcall.event.CredentialKind;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.credential.PasswordHash;
import dev.rollcall.ingest.credential.SecretProperties;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.SettingsLog;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Seals anew what an old key sealed, one setting after the other. Each is durable by itself, so whoever is interrupted
 * only has to do it again, and several at once do no harm.
 */
@Component
final class Resealing {

    private final Settings settings;
    private final SettingsLog log;
    private final Seal seal;
    private final PasswordHash passwords;

    Resealing(Settings settings, SettingsLog log, SecretProperties secrets, PasswordHash passwords) {
        this.settings = settings;
        this.log = log;
        this.seal = secrets.seal();
        this.passwords = passwords;
    }

    /** A setting that stays as it is, and why. */
    record Problem(String setting, String detail) {}

    /** @param count of settings that were sealed anew */
    record Done(int count, List<Problem> problems) {}

    Mono<Done> run() {
        return Flux.fromIterable(old())
                .concatMap(this::reseal)
                .collectList()
                .map(ends -> new Done(
                        (int) ends.stream().filter(End::isDone).count(),
                        ends.stream().flatMap(End::problems).toList()));
    }

    String keyId() {
        return seal.keyId();
    }

    /** The settings in which something is sealed with an old key, by their keys on the topic. */
    List<String> old() {
        return Stream.of(settings.connections(), settings.apps(), settings.signingKeys())
                .flatMap(List::stream)
                .map(Settings.Entry::setting)
                .filter(this::isOld)
                .map(Setting::getId)
                .toList();
    }

    /** How many passwords of HTTP Basic authentication can be checked with an old key only. */
    long oldPasswords() {
        return settings.connections().stream()
                .flatMap(connection -> connection.value().getCredentials().stream())
                .filter(credential -> credential.getKind() == CredentialKind.BASIC)
                .filter(credential -> passwords.isOld(credential.getSha256()))
                .count();
    }

    private record End(@Nullable Problem problem) {

        boolean isDone() {
            return problem == null;
        }

        Stream<Problem> problems() {
            return Stream.ofNullable(problem);
        }
    }

    private Mono<End> reseal(String key) {
        return log.change(key, before -> before == null ? null : resealed(before))
                .map(_ -> new End(null))
                .onErrorResume(
                        ResponseStatusException.class,
                        e -> HttpStatus.CONFLICT.equals(e.getStatusCode())
                                ? Mono.just(new End(new Problem(key, String.valueOf(e.getReason()))))
                                : Mono.error(e));
    }

    private Setting resealed(Setting before) {
        return SealedSecrets.changed(before, secret -> {
            if (!seal.isOld(secret)) {
                return secret;
            }
            try {
                return seal.seal(before.getId(), seal.open(before.getId(), secret));
            } catch (IllegalStateException e) {
                throw Refused.conflict(String.valueOf(e.getMessage()));
            }
        });
    }

    private boolean isOld(Setting setting) {
        var old = new AtomicInteger();
        SealedSecrets.changed(setting, secret -> {
            old.addAndGet(seal.isOld(secret) ? 1 : 0);
            return secret;
        });
        return old.get() > 0;
    }
}
