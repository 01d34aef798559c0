package dev.rollcall.bench.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Test
    void readsTheReadyLine() {
        var line =
                "ROLLCALL READY console=http://127.0.0.1:8080/ scim=http://127.0.0.1:8080/scim/v2/demo token=rc_demo_x="
                        + " admin=a kafka=127.0.0.1:8081 registry=http://r mongodb=mongodb://127.0.0.1:8085/rollcall";

        assertThat(Target.ofReadyLine(line))
                .contains(new Target(
                        URI.create("http://127.0.0.1:8080/scim/v2/demo"),
                        "rc_demo_x=",
                        "127.0.0.1:8081",
                        "mongodb://127.0.0.1:8085/rollcall",
                        "http://r",
                        "a"));
        assertThat(Target.ofReadyLine(line).orElseThrow().connection()).isEqualTo("demo");
    }

    @Test
    void ignoresAnyOtherLine() {
        assertThat(Target.ofReadyLine("Starting Kafka ...")).isEmpty();
        assertThat(Target.ofReadyLine("ROLLCALL READY console=http://x/")).isEmpty();
    }

    @Test
    void dropsSlashesAtTheEndOfABaseUrl() {
        assertThat(Target.base("http://x/scim/v2/demo//")).isEqualTo(URI.create("http://x/scim/v2/demo"));
    }
}
