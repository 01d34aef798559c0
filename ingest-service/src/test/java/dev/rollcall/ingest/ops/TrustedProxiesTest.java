package dev.rollcall.ingest.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class TrustedProxiesTest {

    private static final InetSocketAddress PROXY = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 443);

    private final TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For | 192.0.2.7 | 192.0.2.7",
                "X-Forwarded-For | 192.0.2.7, 198.51.100.9 | 198.51.100.9",
                "X-Forwarded-For | 192.0.2.7, 198.51.100.9, 10.9.9.9 | 198.51.100.9",
                "X-Forwarded-For | 10.1.1.1, 10.2.2.2 | 10.1.1.1",
                "X-Forwarded-For | 192.0.2.7, nonsense | 10.0.0.1",
                "X-Forwarded-For | 192.0.2.7:1234 | 192.0.2.7",
                "X-Forwarded-For | 2001:db8::1 | 2001:db8:0:0:0:0:0:1",
                "X-Forwarded-For | [2001:db8::1]:1234 | 2001:db8:0:0:0:0:0:1",
                "Forwarded | for=192.0.2.7;proto=https | 192.0.2.7",
                "Forwarded | for=192.0.2.7, for=198.51.100.9;by=10.0.0.1 | 198.51.100.9",
                "Forwarded | for=\"[2001:db8::1]:4711\" | 2001:db8:0:0:0:0:0:1",
                "Forwarded | for=192.0.2.7, for=unknown | 10.0.0.1",
                "Forwarded | for=192.0.2.7, for=_hidden | 10.0.0.1",
                "X-Other | 192.0.2.7 | 10.0.0.1",
            })
    void findsTheLastAddressThatIsNoProxys(String header, String value, String client) {
        var headers = new HttpHeaders();
        headers.set(header, value);
        assertThat(proxies.client(headers, PROXY).getAddress().getHostAddress()).isEqualTo(client);
    }

    @Test
    void takesSeveralHeadersAsOneList() {
        var headers = new HttpHeaders();
        headers.add("X-Forwarded-For", "192.0.2.7");
        headers.add("X-Forwarded-For", "198.51.100.9");
        assertThat(proxies.client(headers, PROXY).getAddress().getHostAddress()).isEqualTo("198.51.100.9");
    }

    @Test
    void trustsTheNamedOnly() {
        assertThat(proxies.trusts(PROXY)).isTrue();
        assertThat(proxies.trusts(new InetSocketAddress(InetAddress.ofLiteral("11.0.0.1"), 1)))
                .isFalse();
        assertThat(proxies.trusts(InetSocketAddress.createUnresolved("10.0.0.1", 1)))
                .isFalse();
        assertThat(new TrustedProxies(List.of()).trusts(PROXY)).isFalse();
    }
}
