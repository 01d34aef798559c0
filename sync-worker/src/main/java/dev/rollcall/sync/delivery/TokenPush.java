package dev.rollcall.sync.delivery;

import dev.rollcall.schemas.delivery.EventToken;
import dev.rollcall.sync.app.Answer;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.EventClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Attempts to push the tokens of one change; each goes on with the first one that wasn't taken. */
final class TokenPush implements Supplier<Answer> {

    private final App app;
    private final Delivery delivery;
    private final Tokens tokens;
    private final EventClient client;
    private @Nullable List<EventToken> rendered;
    private Answer last = Answer.unasked("Nothing in it that the app wants");
    private int taken;

    TokenPush(App app, Delivery delivery, Tokens tokens, EventClient client) {
        this.app = app;
        this.delivery = delivery;
        this.tokens = tokens;
        this.client = client;
    }

    @Override
    public Answer get() {
        List<EventToken> all = rendered();
        while (taken < all.size()) {
            Optional<String> signed = tokens.signer().sign(all.get(taken));
            if (signed.isEmpty()) {
                return Answer.none(
                        "There is no signing key that can be used; the ingest service makes one within a minute");
            }
            last = client.send(signed.get());
            if (!last.isTaken()) {
                return last;
            }
            taken++;
        }
        return last;
    }

    private List<EventToken> rendered() {
        List<EventToken> all = rendered;
        if (all == null) {
            all = tokens.of(app, delivery);
            rendered = all;
        }
        return all;
    }
}
