package dev.rollcall.ingest.console;

import dev.rollcall.event.UserState;
import dev.rollcall.ingest.directory.Directory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Names who did something as people know them, of whom ids alone are kept. Blocking. */
@Component
public final class OperatorNames {

    private static final Pattern PERSON = Pattern.compile("person:([^/]+)/(.+)");

    private final Directory directory;

    OperatorNames(Directory directory) {
        this.directory = directory;
    }

    /** @param operator as {@link dev.rollcall.ingest.delivery.Operators} has it; null for nobody */
    public @Nullable String of(@Nullable String operator) {
        if (operator == null) {
            return null;
        }
        Matcher person = PERSON.matcher(operator);
        if (person.matches()) {
            return directory
                    .user(person.group(1), person.group(2))
                    .map(UserState::getAttributes)
                    .map(user -> user.getUserName())
                    .orElse(operator);
        }
        return switch (operator) {
            case "admin-token" -> "the admin token";
            case "schedule" -> "its schedule";
            case "rollcall" -> "Rollcall itself";
            default -> operator;
        };
    }
}
