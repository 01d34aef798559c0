package dev.rollcall.embedded.test;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.EmbeddedBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The one backend that all integration tests of a JVM share: embedded, or containers. */
public final class Backends {

    private Backends() {}

    /** Whether this JVM's integration tests are to run on containers, as {@code rollcall.test.containers} says. */
    static boolean areContainers() {
        return Boolean.getBoolean("rollcall.test.containers");
    }

    /** Started at the first call, on free ports and a directory of its own; stopped and removed when the JVM ends. */
    public static Backend shared() {
        return Shared.BACKEND;
    }

    private static final class Shared {

        static final Backend BACKEND = areContainers() ? containers() : embedded();

        private static Backend containers() {
            ContainerBackend backend = ContainerBackend.start();
            Runtime.getRuntime().addShutdownHook(new Thread(backend::close));
            return backend;
        }

        private static Backend embedded() {
            try {
                Path directory = Files.createTempDirectory("rollcall-embedded");
                EmbeddedBackend backend = EmbeddedBackend.start(directory);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    backend.close();
                    delete(directory);
                }));
                return backend;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path directory) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                System.err.println("Left behind " + directory + ": " + e);
            }
        }
    }
}
