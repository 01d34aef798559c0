package dev.rollcall.sync.delivery;

import com.mongodb.client.MongoClients;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.schemas.delivery.EventQueue;
import dev.rollcall.schemas.setting.Seal;
import dev.rollcall.schemas.setting.Sessions;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.sync.app.EventSigner;
import java.time.Clock;

/** What token couriers need, on the shared embedded MongoDB. */
final class TestTokens {

    static final EventQueue QUEUE =
            new EventQueue(MongoClients.create(Backends.shared().mongodbUri()).getDatabase("delivery"));
    static final int MOST_WAITING = 20;

    private static final Seal SEAL = new Seal("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    private TestTokens() {}

    static Tokens of(Settings settings) {
        return of(settings, Clock.systemUTC());
    }

    static Tokens of(Settings settings, Clock clock) {
        return new Tokens(
                "https://rollcall.example.com",
                new Sessions(settings),
                new EventSigner(settings, SEAL, clock),
                QUEUE,
                MOST_WAITING,
                clock);
    }
}
