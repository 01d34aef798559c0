package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @Test
    void oldSealingKeysAreWhatTheOwnerPutThere(@TempDir Path directory) throws IOException {
        Secrets secrets = Secrets.in(directory);
        assertThat(secrets.oldSealingKeys()).isEmpty();

        String before = secrets.sealingKey();
        Files.move(directory.resolve("sealing-key"), directory.resolve("sealing-keys-old"));

        assertThat(secrets.oldSealingKeys()).containsExactly(before);
        assertThat(secrets.sealingKey()).isNotEqualTo(before);
    }

    @Test
    void servicesThatStartTogetherGetTheSameKeyAlsoTheFirstTime(@TempDir Path directory) {
        Secrets secrets = Secrets.in(directory.resolve("secrets"));

        List<String> keys = IntStream.range(0, 64)
                .parallel()
                .mapToObj(_ -> secrets.sealingKey())
                .toList();

        assertThat(keys).containsOnly(Secrets.in(directory.resolve("secrets")).sealingKey());
    }
}
