package dev.rollcall.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;

/** What only the owner of the data directory may read: made at the first start, the same ever after. */
final class Secrets {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;

    private Secrets(Path directory) {
        this.directory = directory;
    }

    static Secrets in(Path directory) {
        try {
            Files.createDirectories(directory, mode(directory, "rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Secrets(directory);
    }

    /** Bearer token of the admin API. */
    String adminToken() {
        return kept(
                "admin-token", () -> "rc_admin_" + random(Base64.getUrlEncoder().withoutPadding()));
    }

    /** Seals the apps' secrets. */
    String sealingKey() {
        return kept("sealing-key", () -> random(Base64.getEncoder()));
    }

    /** Those that sealed before, one a line; the owner puts them there, and takes them away. */
    List<String> oldSealingKeys() {
        Path file = directory.resolve("sealing-keys-old");
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .map(String::strip)
                            .filter(key -> !key.isEmpty())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bearer token of the connection {@code demo}. */
    String demoToken() {
        return kept(
                "demo-token", () -> "rc_demo_" + random(Base64.getUrlEncoder().withoutPadding()));
    }

    /** Both services ask for the same at once when they start. */
    private synchronized String kept(String name, Supplier<String> first) {
        Path file = directory.resolve(name);
        try {
            if (!Files.exists(file)) {
                write(file, first.get());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A crash leaves either nothing or the whole secret. */
    private void write(Path file, String secret) throws IOException {
        Path draft = Files.createTempFile(directory, file.getFileName().toString(), ".new", mode(file, "rw-------"));
        try (FileChannel channel = FileChannel.open(draft, EnumSet.of(StandardOpenOption.WRITE))) {
            channel.write(ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] mode(Path path, String permissions) {
        boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static String random(Base64.Encoder alphabet) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return alphabet.encodeToString(bytes);
    }
}
