package dev.rollcall.ingest.console;

import dev.rollcall.ingest.hold.HeldPeople;
import dev.rollcall.ingest.hold.HoldView;
import dev.rollcall.ingest.hold.Holds;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.springframework.stereotype.Component;

/** What is said of a hold on its connection's page: how many left, and whom its release would hit. Blocking. */
@Component
final class HoldNotice {

    private static final int LISTED = 50;

    private final Holds holds;
    private final HeldPeople people;

    HoldNotice(Holds holds, HeldPeople people) {
        this.holds = holds;
        this.people = people;
    }

    /** Empty where nothing of the connection is held; without the people where they can't be read now. */
    Map<String, Object> of(String connection) {
        return holds.open(connection).map(this::model).orElseGet(Map::of);
    }

    /** The connections of which something is held. */
    Set<String> held() {
        return holds.open().stream().map(HoldView::connection).collect(Collectors.toSet());
    }

    private Map<String, Object> model(HoldView hold) {
        var model = new HashMap<String, Object>(Map.of("hold", hold, "heldSince", Shown.time(hold.since())));
        try {
            HeldPeople.Page page = people.of(hold, null, LISTED);
            model.put("held", page.people());
            model.put("areMoreHeld", page.next() != null);
        } catch (KafkaException e) {
            model.put("isUnreadable", true);
        }
        return model;
    }
}
