package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

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
