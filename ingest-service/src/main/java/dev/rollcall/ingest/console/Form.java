package dev.rollcall.ingest.console;

import dev.rollcall.ingest.setting.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What was sent with a form, without the spaces around it; what is empty wasn't given. */
public record Form(MultiValueMap<String, String> data) {

    private static final Pattern ZONED = Pattern.compile(".*([Zz]|[+-]\\d\\d:\\d\\d)");

    public static Mono<Form> of(ServerWebExchange exchange) {
        return exchange.getFormData().map(Form::new);
    }

    public Optional<String> given(String name) {
        return Optional.ofNullable(data.getFirst(name)).map(String::strip).filter(Predicate.not(String::isEmpty));
    }

    public String text(String name) {
        return given(name).orElse("");
    }

    /** All values of what may be chosen several times. */
    public List<String> all(String name) {
        return data.getOrDefault(name, List.of());
    }

    public boolean isChecked(String name) {
        return given(name).isPresent();
    }

    /** @param label what it is called in the form */
    public Optional<Integer> number(String name, String label) {
        return given(name).map(value -> Math.toIntExact(whole(label, value)));
    }

    /** @throws org.springframework.web.server.ResponseStatusException 400 for what is no whole number */
    public static long whole(String label, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw Refused.wrong(label + " must be a whole number.");
        }
        return Long.parseLong(value);
    }

    /** A time as browsers' forms give it, without a zone, which is UTC then; one with a zone is kept. */
    public static String utc(String time) {
        return ZONED.matcher(time).matches() ? time : time + "Z";
    }

    /** Says nothing of people. */
    @Override
    public String toString() {
        return "Form" + data.keySet();
    }
}
