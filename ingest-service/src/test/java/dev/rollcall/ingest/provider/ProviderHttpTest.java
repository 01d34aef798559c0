package dev.rollcall.ingest.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ProviderHttpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example.com/as",
                "http://127.0.0.1/as",
                "https://localhost/as",
                "https://169.254.169.254/latest",
                "https://[fd00::1]/as",
                "https://user@auth.example.com/as"
            })
    void asksNobodyWithinOurNetworkAndNobodyInTheClear(String url) {
        assertThatExceptionOfType(ProviderFault.class)
                .isThrownBy(() -> http(false).allowed(URI.create(url)));
    }

    @Test
    void asksThisVeryMachineWhereThatIsAllowed() {
        assertThat(http(true).allowed(URI.create("http://127.0.0.1:8080/as"))).hasPort(8080);
        assertThat(http(false).allowed(URI.create("https://auth.example.com/as")))
                .hasHost("auth.example.com");
    }

    private static ProviderHttp http(boolean loopback) {
        Duration time = Duration.ofSeconds(1);
        return new ProviderHttp(new ProviderProperties(time, DataSize.ofKilobytes(1), time, time, time, loopback));
    }
}
