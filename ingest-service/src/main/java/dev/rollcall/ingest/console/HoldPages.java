package dev.rollcall.ingest.console;

import dev.rollcall.event.HoldOutcome;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.hold.Holds;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Takes the decision about a hold from the page of its connection. */
@Controller
final class HoldPages {

    private final Holds holds;

    HoldPages(Holds holds) {
        this.holds = holds;
    }

    /** The hold is decided about as it was shown; one that has grown since is refused. */
    @PostMapping("/console/connections/{id}/hold")
    Mono<Rendering> decide(@PathVariable String id, ServerWebExchange exchange) {
        return exchange.getFormData()
                .flatMap(data -> Operators.of(exchange)
                        .flatMap(operator -> holds.decide(
                                given(data, "hold"),
                                outcome(given(data, "outcome")),
                                operator,
                                given(data, "reason"),
                                seen(given(data, "last")))))
                .map(_ -> Rendering.redirectTo("/console/connections/" + id).build())
                .onErrorResume(e -> Trouble.of(e)
                        .map(trouble -> Mono.just(refused(id, trouble)))
                        .orElseGet(() -> Mono.error(e)));
    }

    private static Rendering refused(String id, Trouble trouble) {
        return Rendering.view("problem")
                .modelAttribute("title", "Nothing was decided")
                .modelAttribute("detail", trouble.sentence())
                .modelAttribute("back", "/console/connections/" + id)
                .status(trouble.status())
                .build();
    }

    private static String given(MultiValueMap<String, String> data, String name) {
        return Optional.ofNullable(data.getFirst(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty() && value.length() <= 500)
                .orElseThrow(() -> wrong(name + " is missing or too long."));
    }

    private static HoldOutcome outcome(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "release" -> HoldOutcome.RELEASED;
            case "discard" -> HoldOutcome.DISCARDED;
            case String _ -> throw wrong("outcome must be release or discard.");
        };
    }

    private static Long seen(String last) {
        try {
            return Long.valueOf(last);
        } catch (NumberFormatException e) {
            throw wrong("last must be a sequence.");
        }
    }

    private static ResponseStatusException wrong(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
