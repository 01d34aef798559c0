package dev.rollcall.bench.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.load.Call.Expectation;
import dev.rollcall.bench.load.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final String ONE = """
            {"totalResults":1,"Resources":[{"id":"a"}]}""";
    private static final String TWO = """
            {"totalResults":2,"Resources":[{"id":"a"},{"id":"b"}]}""";
    private static final String NONE = """
            {"totalResults":0}""";

    @Test
    void wantsExactlyTheOneResource() {
        assertThat(complaint(Answers.only("a"), ONE)).isEmpty();
        assertThat(complaint(Answers.only("b"), ONE)).isPresent();
        assertThat(complaint(Answers.only("a"), TWO)).isPresent();
        assertThat(complaint(Answers.only("a"), NONE)).isPresent();
    }

    @Test
    void wantsThePageInItsOrder() {
        assertThat(complaint(Answers.page(List.of("a", "b")), TWO)).isEmpty();
        assertThat(complaint(Answers.page(List.of("b", "a")), TWO)).isPresent();
        assertThat(complaint(Answers.page(List.of("a")), TWO)).isPresent();
    }

    @Test
    void countsResourcesAndValues() {
        assertThat(complaint(Answers.total(2), TWO)).isEmpty();
        assertThat(complaint(Answers.total(0), NONE)).isEmpty();
        assertThat(complaint(Answers.total(1), TWO)).isPresent();
        assertThat(complaint(Answers.values("Resources", 2), TWO)).isEmpty();
        assertThat(complaint(Answers.values("Resources", 0), NONE)).isEmpty();
        assertThat(complaint(Answers.values("Resources", 1), TWO)).isPresent();
    }

    @Test
    void complainsOfWhatIsNoJson() {
        assertThat(complaint(Answers.total(0), "<html>")).isPresent();
        assertThat(complaint(Answers.only("a"), "")).isPresent();
    }

    private static Optional<String> complaint(Expectation expectation, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return expectation.complaint(new Reply(200, null, bytes.length, bytes));
    }
}
