package dev.rollcall.bench.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.population.Person;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkTest {

    private final Sink sink = new Sink();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        sink.close();
    }

    @Test
    void countsWhatAnAppGetsAndHowLongAfterItsPush() throws Exception {
        SinkApp app = sink.app("one");
        long sent = System.nanoTime() - Duration.ofMillis(50).toNanos();

        HttpResponse<String> found = send("GET", "one/Users?filter=x", "");
        HttpResponse<String> created = send(
                "POST", "one/Users", "{\"data\":{\"after\":" + new Person("", "a", 1).body(Stamp.title(sent)) + "}}");

        assertThat(found.body()).contains("\"totalResults\":0");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).contains("\"id\":\"r1\"");
        assertThat(app.requests()).isEqualTo(2);
        assertThat(app.writes()).isEqualTo(1);
        assertThat(app.latencies().getTotalCount()).isEqualTo(1);
        assertThat(app.latencies().getMinValue())
                .isGreaterThan(Duration.ofMillis(49).toNanos());
    }

    @Test
    void anAppThatIsDownTakesNothing() throws Exception {
        SinkApp app = sink.app("one");
        app.setDown(true);

        assertThat(send("POST", "one", "{}").statusCode()).isEqualTo(503);
        assertThat(app.requests()).isZero();
    }

    @Test
    void answersAsSlowlyAsItIsTold() throws Exception {
        SinkApp app = sink.app("one");
        app.setDelay(Duration.ofMillis(100));
        long sent = System.nanoTime();
        send("POST", "one", "{}");

        assertThat(System.nanoTime() - sent).isGreaterThan(Duration.ofMillis(99).toNanos());
        assertThat(app.requests()).isEqualTo(1);
    }

    @Test
    void forgetsWhatWasAskedBefore() throws Exception {
        SinkApp app = sink.app("one");
        send("POST", "one/before", "{}");
        app.reset();
        send("POST", "one/after", "{}");

        assertThat(app.samples()).extracting(Asked::path).containsExactly("/after");
    }

    @Test
    void keepsAppsApart() throws Exception {
        SinkApp one = sink.app("one");
        SinkApp other = sink.app("other");
        send("POST", "other", "{}");

        assertThat(one.requests()).isZero();
        assertThat(other.requests()).isEqualTo(1);
        assertThat(send("POST", "nobody", "{}").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(sink.url(path))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
