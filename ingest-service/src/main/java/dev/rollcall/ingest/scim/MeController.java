package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimException;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A provisioning client isn't one of the users, so there is no {@code /Me} (RFC 7644 §3.11). */
@RestController
final class MeController {

    @RequestMapping({"/scim/v2/{connection}/Me", "/scim/v2/{connection}/Me/**"})
    Mono<Void> me() {
        return Mono.error(new ScimException(
                501, null, "There is no /Me: a connection's token isn't a user's. Use /Users with a filter or an id."));
    }
}
