package dev.rollcall.standalone;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What both commands take. */
final class UpOptions {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "The HTTP port; Kafka and the other parts take the 11 ports after it (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept, for the next start (default: ~/.rollcall).")
    private Path data = Path.of(System.getProperty("user.home"), ".rollcall");

    @Option(names = "--fresh", description = "Begin with nothing: delete what Rollcall kept in that directory.")
    private boolean fresh;

    Ports ports() {
        return new Ports(port);
    }

    Path data() {
        return data;
    }

    boolean isFresh() {
        return fresh;
    }
}
