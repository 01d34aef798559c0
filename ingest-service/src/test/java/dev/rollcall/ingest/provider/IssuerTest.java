package dev.rollcall.ingest.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.event.OidcProvider;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.util.List;
import org.junit.jupiter.api.Test;

class IssuerTest {

    static {
        TrustedRecords.trust();
    }

    private static OidcProvider.Builder provider() {
        return OidcProvider.newBuilder().setClientId("c");
    }

    @Test
    void knowsTheIssuerOfEveryRegion() {
        for (String region : List.of("com", "ca", "eu", "com.au", "sg", "asia")) {
            Issuer issuer = Issuer.of(
                    provider().setEnvironment("env-1").setRegion(region).build());

            assertThat(issuer.document())
                    .hasToString("https://auth.pingone." + region + "/env-1/as/.well-known/openid-configuration");
            assertThat(issuer.names()).containsExactly("https://auth.pingone." + region + "/env-1/as");
        }
    }

    @Test
    void takesTheIssuerOfACustomDomainFromTheUrl() {
        Issuer issuer = Issuer.of(provider()
                .setDiscoveryUrl("https://login.example.com/davinci/.well-known/openid-configuration")
                .build());

        assertThat(issuer.names())
                .containsExactlyInAnyOrder("https://login.example.com/davinci", "https://login.example.com/davinci/");
    }

    @Test
    void saysWhatIsWrongWithASetting() {
        assertThatThrownBy(() -> Issuer.of(provider().build())).hasMessageContaining("environment id");
        assertThatThrownBy(() -> Issuer.of(provider().setEnvironment("../x").build()))
                .hasMessageContaining("environment id");
        assertThatThrownBy(() -> Issuer.of(provider()
                        .setEnvironment("e")
                        .setRegion("evil.example.com")
                        .build()))
                .hasMessageContaining("region");
        assertThatThrownBy(() -> Issuer.of(
                        provider().setDiscoveryUrl("https://login.example.com/").build()))
                .hasMessageContaining("must end with");
    }
}
