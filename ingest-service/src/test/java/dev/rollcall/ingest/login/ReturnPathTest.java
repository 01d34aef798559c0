package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReturnPathTest {

    @Test
    void keepsPathsOfOurs() {
        for (String path : List.of("/", "/console", "/console/apps?kind=scim&x=%20", "/api/v1/policies#here")) {
            assertThat(ReturnPath.of(path)).isEqualTo(path);
        }
    }

    @Test
    void goesToTheConsoleInsteadOfAnywhereElse() {
        for (String path : List.of(
                "",
                "console",
                "https://evil.example.com",
                "//evil.example.com",
                "///evil.example.com",
                "/\\evil.example.com",
                "/\t/evil.example.com",
                "/\n/evil.example.com",
                " //evil.example.com",
                "javascript:alert(1)",
                "/login?return=/login",
                "/logout",
                "/%",
                "/" + "x".repeat(500))) {
            assertThat(ReturnPath.of(path)).as(path).isEqualTo(ReturnPath.CONSOLE);
        }
        assertThat(ReturnPath.of(null)).isEqualTo(ReturnPath.CONSOLE);
    }

    @Property
    void neverLeavesTheHost(@ForAll String asked) {
        URI ours = URI.create("https://rollcall.example.com/login");

        assertThat(ours.resolve(ReturnPath.of("/" + asked)).getAuthority()).isEqualTo("rollcall.example.com");
        assertThat(ours.resolve(ReturnPath.of(asked)).getAuthority()).isEqualTo("rollcall.example.com");
    }
}
