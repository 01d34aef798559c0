package dev.rollcall.sync.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.DeprovisionAction;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.target.ScimTarget;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A SCIM app with a mapping that is at some place of a topic. */
final class AwayApp {

    private final String id = UUID.randomUUID().toString();
    private final Ledger ledger = TestLedgers.create();
    final ScimTarget target = new ScimTarget();
    private final Courier courier;
    private final List<IdentityChange> topic;
    private final TestDirectory directory;
    private int at;

    AwayApp(@Nullable String filter, List<IdentityChange> topic, TestDirectory directory, AppHttp http, Clock clock) {
        this.topic = topic;
        this.directory = directory;
        var setting = AppSetting.newBuilder()
                .setName(id)
                .setKind(AppKind.SCIM)
                .setUrl(target.url())
                .setSealedSecret("")
                .setDeprovision(DeprovisionAction.DELETE)
                .setUserFilter(filter)
                .setMapping(Map.of("userName", "'m-' & userName", "active", "active"))
                .build();
        courier = new Couriers(
                        http,
                        ledger,
                        new Seats(new Settings()),
                        directory,
                        directory,
                        TestTokens.of(new Settings()),
                        clock)
                .engage(new App(id, URI.create(target.url()), ScimTarget.TOKEN, List.of(), setting, 0), 4, 1);
    }

    /** With a directory that is at the end of the topic. */
    void catchUp(Clock clock, int most) {
        directory.comeToTheEnd();
        while (at < topic.size()) {
            deliver(topic.subList(at, Math.min(topic.size(), at + most)), clock);
        }
    }

    /** Change by change, with a directory that isn't ahead. */
    void follow() {
        while (at < topic.size()) {
            directory.goTo(topic.get(at).getSequence());
            deliver(List.of(topic.get(at)), Clock.systemUTC());
        }
    }

    List<String> writesOf(Clock clock) {
        int before = target.writes().size();
        catchUp(clock, 1);
        return target.writes().subList(before, target.writes().size());
    }

    int userWrites() {
        return (int) target.writes().stream()
                .filter(write -> write.endsWith("/Users"))
                .count();
    }

    private void deliver(List<IdentityChange> changes, Clock clock) {
        List<Delivery> batch = changes.stream()
                .map(change -> new Delivery(id, change, Batches.delivery(change).source()))
                .toList();
        var ids = new HashSet<String>();
        batch.forEach(delivery -> ids.addAll(delivery.ledgerIds()));
        Map<String, LedgerEntry> known = new HashMap<>(ledger.find(ids));
        Round round = new Round(known, TestSuspects.none(), false, Instant.MAX, clock);
        courier.deliver(batch, round);
        ledger.write(round.takeTouched());
        assertThat(round.settled()).noneMatch(end -> end.fault() != null);
        assertThat(round.isComplete(batch)).isTrue();
        at += batch.size();
    }

    void close() {
        courier.close();
        target.close();
    }
}
