package dev.rollcall.ingest.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void saysWhoseATokenIs() {
        String token = Tokens.mint("my-tenant");
        assertThat(token).matches("rc_my-tenant_[A-Za-z0-9_-]{43}");
        assertThat(Tokens.connectionOf(token)).contains("my-tenant");
    }

    @Test
    void knowsNobodyForATokenOfAnotherShape() {
        assertThat(Tokens.connectionOf("")).isEmpty();
        assertThat(Tokens.connectionOf("rc_")).isEmpty();
        assertThat(Tokens.connectionOf("ghp_x_y")).isEmpty();
    }

    @Test
    void hashesAsEveryoneDoes() {
        assertThat(Tokens.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Tokens.same(Tokens.hash("abc"), Tokens.hash("abd"))).isFalse();
    }
}
