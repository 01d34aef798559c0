package dev.rollcall.ingest.delivery.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.ingest.directory.Directory;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * In which apps a person is.
 *
 * @param directory {@code active}, {@code deactivated} or {@code deleted}
 * @param sequence of the newest change of the person; null where it is forgotten
 * @param outOfEveryApp whether the person is deactivated or deleted, and out of every app that follows the connection
 * @param since when the last app settled that; null while it isn't so
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PersonView(
        String connection,
        String user,
        String directory,
        @Nullable Long sequence,
        boolean outOfEveryApp,
        @Nullable Instant since,
        List<AppOfPerson> apps) {

    static PersonView of(
            String connection, String user, Directory.@Nullable Standing standing, List<AppOfPerson> apps) {
        boolean isActive = standing != null && Boolean.TRUE.equals(standing.active());
        boolean isOut = !isActive && apps.stream().allMatch(AppOfPerson::isOut);
        return new PersonView(
                connection,
                user,
                isActive ? "active" : standing != null && standing.active() != null ? "deactivated" : "deleted",
                standing == null ? null : standing.sequence(),
                isOut,
                isOut ? since(standing, apps) : null,
                apps);
    }

    private static @Nullable Instant since(Directory.@Nullable Standing standing, List<AppOfPerson> apps) {
        return Stream.concat(
                        Stream.ofNullable(standing).map(Directory.Standing::at),
                        apps.stream().map(AppOfPerson::since).flatMap(Stream::ofNullable))
                .max(Instant::compareTo)
                .orElse(null);
    }

    /** What keeps it from being out of every app; empty when it is. */
    public List<String> missing() {
        Stream<String> here = directory.equals("active")
                ? Stream.of("The person is active in the directory: deactivate or delete them first.")
                : Stream.of();
        return Stream.concat(
                        here,
                        apps.stream()
                                .filter(app -> !app.isOut())
                                .map(app -> app.name() + " (" + app.app() + "): " + missing(app.state())))
                .toList();
    }

    private static String missing(AppOfPerson.State state) {
        return switch (state) {
            case LINKED -> "the person has an account there.";
            case PENDING -> "it wasn't brought the newest changes yet.";
            case FAILED -> "the newest change was given up; retry its dead letter.";
            case DEACTIVATED, GONE, NEVER -> "nothing.";
        };
    }
}
