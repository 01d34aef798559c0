package dev.rollcall.ingest.history;

import dev.rollcall.event.Erasure;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.Times;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.schemas.setting.Settings;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Finds out who is meant where only an id is given, and who must not be told of. Blocking. */
@Component
public final class Whereabouts {

    private final Settings settings;
    private final History history;
    private final ChangePositions positions;
    private final Erasures erasures;

    Whereabouts(Settings settings, History history, ChangePositions positions, Erasures erasures) {
        this.settings = settings;
        this.history = history;
        this.positions = positions;
        this.erasures = erasures;
    }

    /**
     * The user or group with an id, also one that was deleted.
     *
     * @param connection null where the id alone has to tell
     * @throws ResponseStatusException 404 where nobody knows of it, 410 of somebody who was erased
     */
    public Subject find(ResourceType type, @Nullable String connection, String id) {
        String found = connection == null ? connectionOf(type, id) : known(connection);
        if (erasures.isErased(found, id)) {
            throw erased(erasures.find(found, id).orElseThrow());
        }
        return new Subject(type, found, id);
    }

    private String known(String connection) {
        if (settings.connection(connection).isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no connection with this id. GET /api/v1/connections lists all.");
        }
        return connection;
    }

    /** Ids are UUIDs of ours, so at most one connection has it; where there is one connection only, it is that. */
    public String connectionOf(ResourceType type, String id) {
        List<String> all =
                settings.connections().stream().map(Settings.Entry::id).toList();
        if (all.size() == 1) {
            return all.getFirst();
        }
        return Stream.<Stream<String>>of(
                        all.stream().filter(one -> erasures.find(one, id).isPresent()),
                        positions.connectionsOf(id).stream(),
                        all.stream().filter(one -> history.now(type, one, id).isPresent()))
                .flatMap(found -> found)
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "Neither the directory nor the log of changes knows of this id. Where it was deleted long ago,"
                                + " say the connection."));
    }

    private static ResponseStatusException erased(Erasure erasure) {
        var gone = new ResponseStatusException(
                HttpStatus.GONE,
                "This person was erased, so nothing can be told. See /api/v1/directory/users/" + erasure.getUser()
                        + "/erasure.");
        gone.getBody().setProperty("erased", erasure.getTime());
        return gone;
    }

    /** What can't be told, as an answer; empty where it can. */
    public static Optional<ResponseStatusException> refusal(Told told) {
        return switch (told) {
            case Told.Present _ -> Optional.empty();
            case Told.Deleted deleted ->
                Optional.of(at(
                        HttpStatus.NOT_FOUND,
                        "It had been deleted by then.",
                        "deleted",
                        deleted.since(),
                        deleted.sequence()));
            case Told.NotYet notYet ->
                Optional.of(at(
                        HttpStatus.NOT_FOUND, "It wasn't there yet.", "created", notYet.created(), notYet.sequence()));
            case Told.OutOfReach reach ->
                Optional.of(at(
                        HttpStatus.GONE,
                        "That is longer ago than the log of changes is kept; earliest is the first time that can be told.",
                        "earliest",
                        reach.earliest(),
                        reach.sequence()));
            case Told.Unknown _ ->
                Optional.of(new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "Neither the directory nor the log of changes knows of this id in the connection."));
        };
    }

    private static ResponseStatusException at(
            HttpStatus status, String detail, String name, Instant time, long sequence) {
        var refusal = new ResponseStatusException(status, detail);
        refusal.getBody().setProperty(name, time);
        refusal.getBody().setProperty("sequence", sequence);
        return refusal;
    }

    /** @throws ResponseStatusException 400 for what is no time, or none that anybody could tell of */
    public static @Nullable Instant time(@Nullable String at) {
        if (at == null || at.isBlank()) {
            return null;
        }
        try {
            return Times.checked("at", OffsetDateTime.parse(at.strip()).toInstant());
        } catch (DateTimeParseException e) {
            throw Refused.wrong("at must be a time such as 2026-11-30T08:00:00Z.");
        }
    }
}
