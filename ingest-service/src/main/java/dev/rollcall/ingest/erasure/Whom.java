package dev.rollcall.ingest.erasure;

import dev.rollcall.event.Erasure;
import dev.rollcall.event.MultiValue;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.history.Departed;
import dev.rollcall.ingest.history.Whereabouts;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.scim.UserNames;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Finds out who is to be forgotten, or is, by id or by userName. Blocking. */
@Component
final class Whom {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Shorter values are words of any sentence. */
    private static final int TELLING = 3;

    private final Settings settings;
    private final Whereabouts whereabouts;
    private final Directory directory;
    private final Departed departed;
    private final Erasures erasures;

    Whom(Settings settings, Whereabouts whereabouts, Directory directory, Departed departed, Erasures erasures) {
        this.settings = settings;
        this.whereabouts = whereabouts;
        this.directory = directory;
        this.departed = departed;
        this.erasures = erasures;
    }

    /** @param last the newest state that is known; null where there is none */
    record Person(String connection, String id, @Nullable UserState last) {}

    /** @throws ResponseStatusException 404 where nobody knows of such a person, 400 where the connection has to be said */
    Person find(@Nullable String connection, String idOrName) {
        if (!ID.matcher(idOrName).matches()) {
            String in = connection == null ? only() : known(connection);
            return named(in, idOrName);
        }
        String in = connection == null ? whereabouts.connectionOf(ResourceType.USER, idOrName) : known(connection);
        Optional<UserState> last = directory.user(in, idOrName).or(() -> departed.find(in, idOrName));
        boolean isKnown = last.isPresent()
                || erasures.find(in, idOrName).isPresent()
                || directory.standing(in, idOrName).isPresent();
        if (!isKnown && connection == null) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "Neither the directory nor the log of changes knows of this id. To erase what else there may be of"
                            + " somebody who was deleted long ago, say the connection.");
        }
        return new Person(in, idOrName, last.orElse(null));
    }

    /**
     * What somebody asked for, by the person's id, or by userName for as long as that is known.
     *
     * @throws ResponseStatusException 404 where nobody asked for it, or nobody knows of the userName any more
     */
    Erasure erasure(@Nullable String connection, String idOrName) {
        if (ID.matcher(idOrName).matches()) {
            String in = connection == null ? whereabouts.connectionOf(ResourceType.USER, idOrName) : connection;
            return erasures.find(in, idOrName)
                    .orElseThrow(() -> new ResponseStatusException(
                            HttpStatus.NOT_FOUND,
                            "Nobody has asked to erase a person with this id in the connection."));
        }
        String in = connection == null ? only() : known(connection);
        return state(in, idOrName)
                .flatMap(person -> erasures.find(in, person.getId()))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "No erasure is known of anybody with this userName. Of somebody who was erased the userName isn't"
                                + " known any more: give the id. It is user in the answer to the erasure's request, and"
                                + " part of the key, connection/user, of its record on rollcall.erasures."));
    }

    private Person named(String connection, String userName) {
        return state(connection, userName)
                .map(state -> new Person(connection, state.getId(), state))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "Nobody has or had this userName, as far as the log of changes tells. Give the id of somebody"
                                + " who was deleted longer ago."));
    }

    private Optional<UserState> state(String connection, String userName) {
        String key = UserNames.key(userName);
        return directory.named(connection, key).or(() -> departed.named(connection, key));
    }

    private String only() {
        List<String> all =
                settings.connections().stream().map(Settings.Entry::id).toList();
        if (all.size() != 1) {
            throw Refused.wrong("Say the connection: names are of one connection only.");
        }
        return all.getFirst();
    }

    private String known(String connection) {
        if (settings.connection(connection).isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no connection with this id. GET /api/v1/connections lists all.");
        }
        return connection;
    }

    /** The reason is kept for ever, so it must not say who it was. Pure. */
    static boolean isNamedIn(String reason, @Nullable UserState person) {
        if (person == null) {
            return false;
        }
        User user = person.getAttributes();
        String folded = reason.toLowerCase(Locale.ROOT);
        return Stream.concat(
                        Stream.of(
                                        Optional.ofNullable(user.getUserName()),
                                        Optional.ofNullable(user.getDisplayName()),
                                        Optional.ofNullable(user.getExternalId()),
                                        Optional.ofNullable(user.getName())
                                                .flatMap(name -> Optional.ofNullable(name.getFamilyName())))
                                .flatMap(Optional::stream),
                        user.getEmails().stream().map(MultiValue::getValue).flatMap(Stream::ofNullable))
                .filter(value -> value.length() >= TELLING)
                .anyMatch(value -> folded.contains(value.toLowerCase(Locale.ROOT)));
    }
}
