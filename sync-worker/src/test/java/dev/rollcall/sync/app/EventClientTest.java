package dev.rollcall.sync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventClientTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"err\":\"invalid_request\",\"description\":\"no\"} | RESOURCE | HTTP 400 invalid_request",
                "{\"err\":\"invalid_key\"} | RESOURCE | HTTP 400 invalid_key",
                "{\"err\":\"invalid_issuer\"} | RESOURCE | HTTP 400 invalid_issuer",
                "{\"err\":\"invalid_audience\"} | RESOURCE | HTTP 400 invalid_audience",
                "{\"err\":\"authentication_failed\"} | APP | HTTP 400 authentication_failed",
                "{\"err\":\"access_denied\"} | APP | HTTP 400 access_denied",
                "{\"err\":\"of_its_own\"} | RESOURCE | HTTP 400 of_its_own",
                "{\"err\":\"ada@example.com\"} | RESOURCE | HTTP 400",
                "not JSON | RESOURCE | HTTP 400",
                "[] | RESOURCE | HTTP 400"
            })
    void judgesARefusalByItsKeyword(String body, Verdict verdict, String detail) {
        var answer = new Answer(Verdict.RESOURCE, 400, null, body.getBytes(StandardCharsets.UTF_8), "HTTP 400");

        Answer judged = EventClient.judged(answer);

        assertThat(judged.verdict()).isEqualTo(verdict);
        assertThat(judged.detail()).isEqualTo(detail);
    }
}
