package dev.rollcall.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TamperedAppTest {

    @Test
    void tellsHowManyOfEachKindWereFound() {
        var findings = JsonMapper.shared()
                .readTree("[{\"kind\": \"missing\"}, {\"kind\": \"different\"}, {\"kind\": \"different\"}]");
        assertThat(TamperedApp.kinds(findings)).isEqualTo("2 different, 1 missing");
    }
}
