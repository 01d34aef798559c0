package dev.rollcall.ingest.console;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What was sent with a form, without the spaces around it; what is empty wasn't given. */
public record Form(MultiValueMap<String, String> data) {

    /** The greatest number of that many nines that fits. */
    public static final long MOST = 999_999_999_999_999_999L;

    private static final int DIGITS = Long.toString(MOST).length();

    private static final Pattern ZONED = Pattern.compile(".*([Zz]|[+-]\\d\\d:\\d\\d)");

    public static Mono<Form> of(ServerWebExchange exchange) {
        return exchange.getFormData().map(Form::new);
    }

    /** The same with another value of a field. */
    public Form with(String name, String value) {
        var changed = new LinkedMultiValueMap<>(data);
        changed.set(name, value);
        return new Form(changed);
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

    /**
     * A whole number from 1 on.
     *
     * @param label what it is called in the form
     */
    public Optional<Integer> number(String name, String label, int most) {
        return given(name).map(value -> Math.toIntExact(whole(name, label, value, most)));
    }

    /**
     * A whole number up to the most that makes sense.
     *
     * @param name of the field
     * @param label what it is called in the form
     * @throws WrongField for anything else
     */
    public static long whole(String name, String label, String value, long most) {
        String digits = value.replaceFirst("^0+", "");
        if (!value.matches("\\d+") || digits.isEmpty()) {
            throw new WrongField(name, label + " must be a whole number from 1 on.");
        }
        if (digits.length() > DIGITS || Long.parseLong(digits) > most) {
            throw new WrongField(name, String.format(Locale.ROOT, "%s must be at most %,d.", label, most));
        }
        return Long.parseLong(digits);
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
