package dev.rollcall.schemas.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    private final AddressRules strict = AddressRules.allowing(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.254",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "fc00::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "4000::1"
            })
    void refusesWhatOnlyWeCouldReach(String address) {
        assertThat(strict.permit(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
                "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "198.20.0.0", "223.255.255.255",
                "2001:200::1", "2606:4700::1111", "2a00:1450:4001::1"
            })
    void permitsWhatAnybodyReaches(String address) {
        assertThat(strict.permit(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void judgesAnIpv4MappedAddressByTheAddressInIt() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;

        assertThat(strict.permit(InetAddress.getByAddress(mapped))).isFalse();
        assertThat(strict.permit(InetAddress.ofLiteral("::ffff:10.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "169.254.169.254"})
    void refusesAHostThatSaysWhereItIs(String host) {
        assertThat(strict.permitHost(host)).isFalse();
    }

    @Test
    void leavesNamesToWhoeverConnects() {
        assertThat(strict.permitHost("app.example")).isTrue();
        assertThat(strict.permitHost("1.1.1.1")).isTrue();
    }

    @Test
    void permitsWhatIsAllowedAndNothingBesideIt() {
        AddressRules rules = AddressRules.allowing(List.of("10.1.0.0/17", "127.0.0.1", "fd00:1::/32"));

        assertThat(rules.permit(InetAddress.ofLiteral("10.1.127.255"))).isTrue();
        assertThat(rules.permit(InetAddress.ofLiteral("10.1.128.0"))).isFalse();
        assertThat(rules.permit(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(rules.permit(InetAddress.ofLiteral("127.0.0.2"))).isFalse();
        assertThat(rules.permit(InetAddress.ofLiteral("::1"))).isFalse();
        assertThat(rules.permit(InetAddress.ofLiteral("fd00:1:2::3"))).isTrue();
        assertThat(rules.permit(InetAddress.ofLiteral("fd00:2::3"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/x"})
    void takesOnlyNetworks(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.of(text));
    }
}
