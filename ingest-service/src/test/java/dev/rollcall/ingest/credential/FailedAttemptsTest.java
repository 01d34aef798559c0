package dev.rollcall.ingest.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

    private static final int MOST = 3;

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FailedAttempts attempts =
            new FailedAttempts(new AuthenticationProperties(MOST, Duration.ofMinutes(1)), meters, nanos::get);

    @Test
    void asksToWaitAfterTooManyAndForgetsWithTheWindow() {
        InetSocketAddress here = at("192.0.2.1");
        for (int i = 0; i < MOST; i++) {
            assertThat(attempts.count(here, "c")).isZero();
        }
        assertThat(attempts.wait(here, "c")).isZero();
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(attempts.count(here, "c")).isBetween(40L, 41L);
        assertThat(attempts.wait(here, "c")).isBetween(40L, 41L);
        nanos.addAndGet(Duration.ofSeconds(41).toNanos());
        assertThat(attempts.wait(here, "c")).isZero();
        assertThat(attempts.count(here, "c")).isZero();
        assertThat(meters.counter("rollcall.ingest.authentication.failures", "reason", "too_many")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void letsOtherAddressesAndOtherConnectionsBe() {
        for (int i = 0; i <= MOST; i++) {
            attempts.count(at("192.0.2.1"), "c");
        }
        assertThat(attempts.count(at("192.0.2.2"), "c")).isZero();
        assertThat(attempts.count(at("192.0.2.1"), "other")).isZero();
        assertThat(attempts.count(null, "c")).isZero();
    }

    @Test
    void countsGuessesOfTheAdminTokenForThemselves() {
        for (int i = 0; i < MOST; i++) {
            attempts.count(at("192.0.2.1"), "admin");
            assertThat(attempts.countAdmin(at("192.0.2.1"))).isZero();
        }
        assertThat(attempts.countAdmin(at("192.0.2.1"))).isPositive();
        assertThat(attempts.countAdmin(at("192.0.2.2"))).isZero();
        assertThat(attempts.wait(at("192.0.2.1"), "admin")).isZero();
        assertThat(meters.counter("rollcall.ingest.admin.failures", "reason", "wrong")
                        .count())
                .isEqualTo(MOST + 1);
    }

    @Test
    void countsANetworkOfIpv6AsOne() {
        for (int i = 0; i <= MOST; i++) {
            attempts.count(at("2001:db8::" + i), "c");
        }
        assertThat(attempts.wait(at("2001:db8::ffff"), "c")).isPositive();
        assertThat(attempts.wait(at("2001:db8:0:1::1"), "c")).isZero();
    }

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 1);
    }
}
