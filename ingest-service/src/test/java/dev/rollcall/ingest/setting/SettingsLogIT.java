package dev.rollcall.ingest.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.Setting;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.setting.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;

/** Settings are changed one after the other, whichever instance does it. */
class SettingsLogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Stage stage = Stage.shared();
    private final SettingsLog one = stage.bean(SettingsLog.class);
    private final SettingsLog other = stage.second().getBean(SettingsLog.class);
    private final String key = Settings.connectionKey("log-" + UUID.randomUUID());

    @Test
    void losesNoChangeWhenTwoInstancesChangeOneSettingAtOnce() {
        one.put(named("")).block(PATIENCE);
        List<String> letters =
                IntStream.range(0, 20).mapToObj(i -> "(" + i + ")").toList();
        Flux.fromIterable(letters)
                .index()
                .flatMap(letter -> (letter.getT1() % 2 == 0 ? one : other)
                        .change(key, before -> named(name(before) + letter.getT2())))
                .blockLast(PATIENCE);
        // whoever writes next has seen all
        String last = name(Objects.requireNonNull(
                one.change(key, before -> named(name(before) + "!")).block(PATIENCE)));
        assertThat(last)
                .contains(letters)
                .endsWith("!")
                .hasSize(String.join("", letters).length() + 1);
    }

    @Test
    void bringsNothingBackThatAnotherInstanceRemoved() {
        other.put(named("here")).block(PATIENCE);
        one.remove(key).block(PATIENCE);
        // at once: this instance may not have heard of it
        assertThatThrownBy(() -> other.change(key, before -> {
                            if (before == null) {
                                throw new ResponseStatusException(HttpStatus.NOT_FOUND);
                            }
                            return named(name(before) + " again");
                        })
                        .block(PATIENCE))
                .isInstanceOf(ResponseStatusException.class)
                .hasMessageContaining("404");
        assertThat(stage.settings().setting(key)).isEmpty();
    }

    /** The other takes over after this one has looked, and before it decides: however quick it hears, it is too late. */
    @ParameterizedTest
    @EnumSource(
            value = HttpStatus.class,
            names = {"NOT_FOUND", "CONFLICT", "PRECONDITION_FAILED"})
    void refusesNothingThatAnotherInstanceHasAllowedSince(HttpStatus refusal) {
        one.put(named("before")).block(PATIENCE);
        var isTakenOver = new AtomicBoolean();
        Setting changed = one.change(key, before -> {
                    if (isTakenOver.compareAndSet(false, true)) {
                        other.put(named("allowed")).block(PATIENCE);
                    }
                    if (!name(before).equals("allowed")) {
                        throw new ResponseStatusException(refusal);
                    }
                    return named("changed");
                })
                .block(PATIENCE);
        assertThat(name(changed)).isEqualTo("changed");
        assertThat(name(stage.settings().setting(key).orElseThrow())).isEqualTo("changed");
    }

    @Test
    void takesNothingForUnchangedThatAnotherInstanceHasChangedSince() {
        one.put(named("before")).block(PATIENCE);
        var isTakenOver = new AtomicBoolean();
        Setting changed = one.change(key, before -> {
                    if (isTakenOver.compareAndSet(false, true)) {
                        other.put(named("another")).block(PATIENCE);
                    }
                    return named("before");
                })
                .block(PATIENCE);
        assertThat(name(changed)).isEqualTo("before");
        assertThat(name(stage.settings().setting(key).orElseThrow())).isEqualTo("before");
    }

    @Test
    void writesNothingWhereNothingIsChanged() {
        Setting setting = named("the same");
        assertThat(one.change(key, _ -> setting).block(PATIENCE)).isEqualTo(setting);
        Setting before = stage.settings().setting(key).orElseThrow();
        one.change(key, _ -> named("the same")).block(PATIENCE);
        assertThat(stage.settings().setting(key).orElseThrow()).isSameAs(before);
        one.remove(key).block(PATIENCE);
        assertThat(stage.settings().setting(key)).isEmpty();
    }

    private static String name(@Nullable Setting setting) {
        return Objects.requireNonNull(setting).getConnection().getName();
    }

    private Setting named(String name) {
        return Setting.newBuilder()
                .setId(key)
                .setCreated(Instant.EPOCH)
                .setTime(Instant.EPOCH)
                .setConnection(ConnectionSetting.newBuilder()
                        .setName(name)
                        .setCredentials(List.of())
                        .build())
                .build();
    }
}
