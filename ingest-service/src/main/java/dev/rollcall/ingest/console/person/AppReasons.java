package dev.rollcall.ingest.console.person;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.console.AppStandings;
import dev.rollcall.ingest.delivery.DeadLetterLog;
import dev.rollcall.ingest.delivery.DeadLetterView;
import dev.rollcall.ingest.delivery.ReceiptLog;
import dev.rollcall.ingest.delivery.ReceiptView;
import dev.rollcall.ingest.delivery.person.AppOfPerson;
import dev.rollcall.ingest.delivery.person.PersonView;
import dev.rollcall.ingest.hold.HoldView;
import dev.rollcall.ingest.hold.Holds;
import dev.rollcall.schemas.scope.Scope;
import dev.rollcall.schemas.setting.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers of each app why a person is in it, or isn't. Blocking. */
@Component
final class AppReasons {

    private static final int RECEIPTS = 200;

    private final Settings settings;
    private final AppStandings standings;
    private final Holds holds;
    private final DeadLetterLog letters;
    private final ReceiptLog receipts;

    AppReasons(Settings settings, AppStandings standings, Holds holds, DeadLetterLog letters, ReceiptLog receipts) {
        this.settings = settings;
        this.standings = standings;
        this.holds = holds;
        this.letters = letters;
        this.receipts = receipts;
    }

    /**
     * @param state null where the person isn't in the directory
     * @param groups that the person is in
     */
    List<AppFacts> of(PersonView person, @Nullable UserState state, List<GroupReference> groups) {
        List<String> ids = person.apps().stream().map(AppOfPerson::app).toList();
        // Kafka is asked beside MongoDB
        CompletableFuture<@Nullable Map<String, AppStandings.Standing>> asked =
                standings.of(ids).toFuture();
        HoldView hold = holds.open(person.connection()).orElse(null);
        Map<String, DeadLetterView> pending = letters.pending(ids, person.user());
        Map<String, ReceiptView> newest = receipts(person);
        Map<String, AppStandings.Standing> known = Objects.requireNonNullElse(asked.join(), Map.of());
        return person.apps().stream()
                .flatMap(app -> settings.app(app.app()).stream().map(entry -> {
                    AppStandings.Standing standing = known.get(app.app());
                    return new AppFacts(
                            app,
                            entry.value(),
                            standing == null ? null : standing.lag(),
                            standing == null ? null : standing.status(),
                            hold,
                            pending.get(app.app()),
                            newest.get(app.app()),
                            state == null ? null : unmet(entry.value(), state, groups));
                }))
                .toList();
    }

    private static @Nullable List<String> unmet(AppSetting app, UserState state, List<GroupReference> groups) {
        Scope scope = Scope.of(app);
        return scope.has(state, groups) ? null : scope.unmet(state, groups);
    }

    private Map<String, ReceiptView> receipts(PersonView person) {
        var newest = new HashMap<String, ReceiptView>();
        receipts.list(null, person.connection(), person.user(), null, null, null, RECEIPTS)
                .receipts()
                .forEach(receipt -> newest.putIfAbsent(receipt.app(), receipt));
        return newest;
    }
}
