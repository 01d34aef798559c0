package dev.rollcall.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory with all that Rollcall keeps; one process at a time has it. */
final class DataDirectory implements AutoCloseable {

    /** Marks the directory as Rollcall's, and is locked as long as one runs. */
    private static final String LOCK = "rollcall.lock";

    private static final String BACKEND = "backend";
    private static final String LOGS = "logs";
    private static final String SECRETS = "secrets";
    private static final String DEMO = "demo";

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Takes the directory, which is made when there is none.
     *
     * @param fresh whether to start with nothing: what Rollcall made there before goes, and nothing else
     * @throws CannotStartException when another process has it, or when it isn't Rollcall's
     */
    static DataDirectory open(Path directory, boolean fresh) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            requireOurs(root);
            Files.createDirectories(root);
            DataDirectory data = new DataDirectory(root, lock(root));
            if (fresh) {
                for (String made : List.of(BACKEND, LOGS, SECRETS, DEMO)) {
                    delete(root.resolve(made));
                }
            }
            return data;
        } catch (IOException e) {
            throw new CannotStartException(
                    "The data directory " + root + " can't be used: " + why(e) + " Choose another with --data.");
        }
    }

    private static String why(IOException failure) {
        return switch (failure) {
            case FileAlreadyExistsException e -> e.getFile() + " is a file.";
            case AccessDeniedException e -> "this user may not write " + e.getFile() + ".";
            case FileSystemException e ->
                e.getReason() == null ? e.getFile() + " can't be made." : e.getFile() + ": " + e.getReason() + ".";
            default -> failure + ".";
        };
    }

    private static void requireOurs(Path root) throws IOException {
        if (!Files.isDirectory(root) || Files.exists(root.resolve(LOCK))) {
            return;
        }
        try (Stream<Path> content = Files.list(root)) {
            if (content.findAny().isPresent()) {
                throw new CannotStartException("The directory " + root
                        + " holds something else than Rollcall's data. Choose an empty or a new one with --data.");
            }
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve(LOCK);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            String owner = Files.readString(file).strip();
            throw new CannotStartException("Another Rollcall" + (owner.isEmpty() ? "" : " (process " + owner + ")")
                    + " uses " + root + ". Stop it, or choose another directory with --data.");
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Of Kafka, MongoDB and the registry. */
    Path backend() {
        return root.resolve(BACKEND);
    }

    Path log() {
        return root.resolve(LOGS).resolve("rollcall.log");
    }

    Path fanOutLog() {
        return root.resolve(LOGS).resolve("fan-out.log");
    }

    Path secrets() {
        return root.resolve(SECRETS);
    }

    Path demo() {
        return root.resolve(DEMO);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
