package dev.rollcall.ingest.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A browser on this machine and what drives it; neither is ever fetched. */
record Installation(Path browser, Path driver) {

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final List<String> DRIVERS = List.of("chromedriver");

    static Optional<Installation> found() {
        Map<String, String> environment = System.getenv();
        return find(environment.get("CHROME"), BROWSERS)
                .flatMap(browser -> find(environment.get("CHROMEDRIVER"), DRIVERS)
                        .map(driver -> new Installation(browser, driver)));
    }

    private static Optional<Path> find(@Nullable String told, List<String> names) {
        Stream<Path> candidates =
                told == null ? names.stream().flatMap(Installation::onPath) : Stream.of(Path.of(told));
        return candidates.filter(Files::isExecutable).findFirst();
    }

    private static Stream<Path> onPath(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .map(folder -> folder.resolve(name));
    }
}
