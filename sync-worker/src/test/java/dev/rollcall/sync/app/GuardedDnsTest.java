package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.schemas.address.AddressRules;
import dev.rollcall.sync.app.GuardedDns.RefusedAddressException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.junit.jupiter.api.Test;

class GuardedDnsTest {

    private final InMemoryDnsResolver names = new InMemoryDnsResolver();
    private final GuardedDns guarded = new GuardedDns(AddressRules.allowing(List.of()), names);

    @Test
    void leavesOutWhatOnlyWeCanReach() throws UnknownHostException {
        lead("1.1.1.1", "10.0.0.1", "::1");

        assertThat(guarded.resolve("app.example")).containsExactly(InetAddress.ofLiteral("1.1.1.1"));
    }

    @Test
    void refusesANameThatLeadsToNothingElse() {
        lead("169.254.169.254");

        assertThatExceptionOfType(RefusedAddressException.class).isThrownBy(() -> guarded.resolve("app.example"));
    }

    @Test
    void judgesANameEachTimeItIsConnectedTo() throws UnknownHostException {
        lead("1.1.1.1");
        guarded.resolve("app.example");
        lead("127.0.0.1");

        assertThatExceptionOfType(RefusedAddressException.class).isThrownBy(() -> guarded.resolve("app.example"));
    }

    private void lead(String... addresses) {
        names.add(
                "app.example",
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
    }
}
