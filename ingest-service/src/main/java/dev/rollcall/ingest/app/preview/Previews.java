package dev.rollcall.ingest.app.preview;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scope.MappingException;
import dev.rollcall.schemas.setting.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Makes previews. Blocking: it reads MongoDB and Kafka. */
@Component
public final class Previews {

    private static final String UNWANTED = "There is nothing in it of the kinds that the app wants.";
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Settings settings;
    private final Subjects subjects;
    private final RecentSubjects recent;
    private final TokenPreview tokens;

    Previews(Settings settings, Subjects subjects, RecentSubjects recent, TokenPreview tokens) {
        this.settings = settings;
        this.subjects = subjects;
        this.recent = recent;
        this.tokens = tokens;
    }

    /**
     * @param issuer of tokens, the URL that this service is reached by
     * @throws ResponseStatusException 400 for a wrong request or draft, 404 where there is no such app or resource
     */
    public Preview of(String app, PreviewRequest asked, String issuer) {
        AppSetting setting = settings.app(app)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no app with this id. GET /api/v1/apps lists all."))
                .value();
        Rules rules = Rules.of(app, setting, asked);
        String connection = connection(setting, asked.connection());
        if (asked.user() != null && asked.group() != null
                || asked.user() == null && asked.group() == null && asked.since() == null) {
            throw wrong("Give one of user, group and since; or since with one of the others.");
        }
        if (asked.since() == null) {
            return new Preview(items(rules, List.of(subject(app, connection, asked)), issuer), true);
        }
        Duration since = duration(asked.since());
        @Nullable
        String resource = asked.user() == null && asked.group() == null
                ? null
                : subject(app, connection, asked).change().getResource();
        RecentSubjects.Found found = recent.since(rules, connection, since, resource);
        return new Preview(items(rules, found.subjects(), issuer), found.isAll());
    }

    private Subject subject(String app, String connection, PreviewRequest asked) {
        return asked.user() != null
                ? subjects.user(app, connection, asked.user())
                : subjects.group(app, connection, Objects.requireNonNull(asked.group()));
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

    private List<Preview.Item> items(Rules rules, List<Subject> found, String issuer) {
        return Turn.of(rules, found).stream()
                .map(turn -> item(rules, turn, issuer))
                .toList();
    }

    private Preview.Item item(Rules rules, Turn turn, String issuer) {
        Subject subject = turn.subject();
        Optional<IdentityChange> told = rules.isScim() ? Optional.empty() : turn.told();
        @Nullable String reason = turn.isIn() ? null : reason(subject);
        @Nullable List<Preview.SentRequest> requests = null;
        @Nullable List<Preview.SentMessage> messages = null;
        @Nullable List<Preview.UnsignedToken> unsigned = null;
        switch (rules.app().getKind()) {
            case SCIM -> {
                try {
                    requests = ScimPreview.of(rules, subject);
                } catch (MappingException e) {
                    requests = List.of();
                    reason = e.getMessage();
                }
            }
            case WEBHOOK ->
                messages = told.map(change -> MessagePreview.of(rules.app(), change))
                        .orElse(List.of());
            case SET_PUSH, SET_POLL ->
                unsigned = told.map(change -> tokens.of(rules, change, issuer)).orElse(List.of());
            case UNKNOWN -> throw wrong("The app is of a kind that this version doesn't know.");
        }
        boolean isUnwanted = told.isPresent()
                && (messages == null || messages.isEmpty())
                && (unsigned == null || unsigned.isEmpty());
        return new Preview.Item(
                subject.type() == ResourceType.GROUP ? "group" : "user",
                subject.change().getResource(),
                subject.kind() == Subject.Kind.LATEST ? null : subject.change().getId(),
                turn.isIn(),
                subject.unmet(rules),
                isUnwanted ? UNWANTED : reason,
                requests,
                messages,
                unsigned);
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
