package dev.rollcall.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemedyTest {

    @ParameterizedTest
    @EnumSource
    void saysOfEveryFaultWhoseItIsAndWhatMendsIt(Fault fault) {
        Remedy remedy = Remedy.of(fault, "");

        assertThat(remedy.whose()).endsWith(".");
        assertThat(remedy.mend()).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "missing-members, mend those first",
        "http-409 uniqueness, of that name",
        "http-422 invalidValue, demands",
        "http-413, limit for bodies",
        "http-501, operation",
        "http-410, check its URL",
        "http-200, login page",
        "http-201, tells the id",
        "http-412, If-Match",
        "mapping-failed, Mend the app's mapping",
        "not-asked, another name",
        "group-not-shown, answer a GET of the group",
        "group-too-large, rollcall.apps.max-answer",
        "something-new, demands"
    })
    void knowsTheCausesOfResources(String code, String words) {
        assertThat(Remedy.of(Fault.RESOURCE, code).mend()).contains(words);
    }
}
