package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path parent;

    @Test
    void belongsToOneAtATime() {
        Path root = parent.resolve("data");
        try (DataDirectory _ = DataDirectory.open(root, false)) {
            assertThatThrownBy(() -> DataDirectory.open(root, false))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        DataDirectory.open(root, false).close();
    }

    @Test
    void leavesADirectoryAloneThatIsNotItsOwn() throws IOException {
        Path theirs = Files.writeString(parent.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> DataDirectory.open(parent, true)).isInstanceOf(CannotStartException.class);
        assertThat(theirs).hasContent("years of work");
    }

    @Test
    void tellsInWordsWhyADirectoryCannotBeUsed() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(file, false))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining(file + " is a file. Choose another with --data.");
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("below"), false))
                .isInstanceOf(CannotStartException.class)
                .hasMessageNotContaining("Exception");
    }

    @Test
    void beginsAfreshWithoutTouchingWhatOthersPutThere() throws IOException {
        Path note = parent.resolve("note.txt");
        String first;
        try (DataDirectory data = DataDirectory.open(parent, false)) {
            first = Secrets.in(data.secrets()).adminToken();
            Files.writeString(note, "mine");
        }
        try (DataDirectory data = DataDirectory.open(parent, true)) {
            assertThat(Secrets.in(data.secrets()).adminToken()).isNotEqualTo(first);
        }
        assertThat(note).hasContent("mine");
    }

    @Test
    void keepsSecretsForTheirOwnerOnly() throws IOException {
        Path directory = parent.resolve("secrets");
        String key = Secrets.in(directory).sealingKey();

        assertThat(Secrets.in(directory).sealingKey()).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("sealing-key"))))
                .isEqualTo("rw-------");
    }
}
