package dev.rollcall.sync.delivery;

import dev.rollcall.schemas.delivery.EventFeed;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.delivery.EventToken;
import dev.rollcall.schemas.delivery.EventTokens;
import dev.rollcall.schemas.setting.Sessions;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.EventSigner;
import java.time.Clock;
import java.util.List;

/**
 * What it takes to tell apps of changes in Security Event Tokens.
 *
 * @param issuer the public URL of the ingest service, which publishes the keys
 * @param queue of those that are fetched
 * @param mostWaiting how many may wait for one recipient
 */
public record Tokens(
        String issuer, Sessions sessions, EventSigner signer, EventQueue queue, int mostWaiting, Clock clock) {

    List<EventToken> of(App app, Delivery delivery) {
        return EventTokens.of(
                delivery.change(),
                EventFeed.of(app.id(), app.setting(), issuer),
                sessions.end(delivery.change().getConnection()),
                clock.instant());
    }
}
