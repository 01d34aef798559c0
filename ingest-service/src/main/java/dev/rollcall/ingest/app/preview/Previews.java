package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.AppKind;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.schemas.setting.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Makes previews. Blocking: it reads MongoDB and Kafka. */
@Component
final class Previews {

    private static final Set<AppKind> PREVIEWED = EnumSet.of(AppKind.SCIM, AppKind.WEBHOOK);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Settings settings;
    private final Subjects subjects;

    Previews(Settings settings, Subjects subjects) {
        this.settings = settings;
        this.subjects = subjects;
    }

    /** @throws ResponseStatusException 400 for a wrong request or draft, 404 where there is no such app or resource */
    Preview of(String app, PreviewRequest asked) {
        AppSetting setting = settings.app(app)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no app with this id. GET /api/v1/apps lists all."))
                .value();
        if (!PREVIEWED.contains(setting.getKind())) {
            throw wrong("A preview shows what SCIM apps and webhooks would get; this app gets Security Event Tokens.");
        }
        Rules rules = Rules.of(setting, asked);
        String connection = connection(setting, asked.connection());
        long given = Stream.of(asked.user(), asked.group(), asked.since())
                .filter(Objects::nonNull)
                .count();
        if (given != 1) {
            throw wrong("Give one of user, group and since.");
        }
        if (asked.since() != null) {
            Subjects.Found found = subjects.since(app, connection, duration(asked.since()));
            return new Preview(items(rules, found.subjects()), found.isAll());
        }
        Subject subject = asked.user() != null
                ? subjects.user(app, connection, asked.user())
                : subjects.group(app, connection, Objects.requireNonNull(asked.group()));
        return new Preview(items(rules, List.of(subject)), true);
    }

    private String connection(AppSetting app, @Nullable String asked) {
        if (asked == null || settings.connection(asked).isEmpty()) {
            throw wrong("connection must be the id of one. GET /api/v1/connections lists all.");
        }
        if (!app.getConnections().isEmpty() && !app.getConnections().contains(asked)) {
            throw wrong("The app doesn't follow this connection.");
        }
        return asked;
    }

    private static Duration duration(String text) {
        try {
            Duration since = Duration.parse(text);
            if (since.isPositive() && since.compareTo(LONGEST) <= 0) {
                return since;
            }
        } catch (DateTimeException e) {
            throw wrong("since must be a duration such as PT24H.");
        }
        throw wrong("since must be more than none, and at most " + LONGEST.toDays() + " days.");
    }

    private List<Preview.Item> items(Rules rules, List<Subject> found) {
        return found.stream().map(subject -> item(rules, subject)).toList();
    }

    private Preview.Item item(Rules rules, Subject subject) {
        boolean isIn = subject.isIn(rules);
        @Nullable String reason = isIn ? null : reason(subject);
        @Nullable List<Preview.SentRequest> requests = null;
        @Nullable List<Preview.SentMessage> messages = null;
        try {
            requests = rules.isScim() ? ScimPreview.of(rules, subject) : null;
            messages = rules.isScim() ? null : MessagePreview.of(rules, subject);
        } catch (MappingException e) {
            requests = List.of();
            reason = e.getMessage();
        }
        return new Preview.Item(
                subject.type() == ResourceType.GROUP ? "group" : "user",
                subject.change().getResource(),
                subject.isLatest() ? null : subject.change().getId(),
                isIn,
                subject.unmet(rules),
                reason,
                requests,
                messages);
    }

    private static String reason(Subject subject) {
        String why = subject.state() == null
                ? "It is deleted"
                : "The " + subject.type().name().toLowerCase(Locale.ROOT) + " isn't in the scope";
        return why + (subject.isHeld() ? ", and the app has it." : ", and the app doesn't have it.");
    }

    private static ResponseStatusException wrong(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
