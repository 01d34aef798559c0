package dev.rollcall.standalone.demo.pingone;

import dev.rollcall.standalone.demo.pingone.Company.Roll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Keeps PingOne's users from one demonstration to the next, as PingOne does. */
final class CompanyFile {

    private final Path file;

    CompanyFile(Path file) {
        this.file = file;
    }

    Roll read() {
        return Files.exists(file)
                ? JsonMapper.shared().readValue(file.toFile(), Roll.class)
                : new Roll(0, List.of(), List.of());
    }

    void write(Roll roll) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            JsonMapper.shared().writeValue(draft.toFile(), roll);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
