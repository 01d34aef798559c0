package dev.rollcall.standalone.demo.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MoodsTest {

    private static final Request REQUEST =
            new Request("POST", "/", Map.of(), HttpHeaders.of(Map.of(), (_, _) -> true), "");
    private static final Function<Request, Reply> APP =
            _ -> new Reply(201, JsonMapper.shared().createObjectNode().put("id", "1"));

    @Test
    void theSameSeedHasTheSameMoods() {
        assertThat(replies(7)).isEqualTo(replies(7)).isNotEqualTo(replies(8));
    }

    @Test
    void isBusyOrBrokenOrRudeNowAndThenAndElseWell() {
        List<Reply> replies = replies(7);

        assertThat(replies).anySatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.headers()).containsEntry("Retry-After", "1");
        });
        assertThat(replies).anySatisfy(reply -> assertThat(reply.status()).isEqualTo(500));
        assertThat(replies).anySatisfy(reply -> assertThat(reply.isCut()).isTrue());
        assertThat(replies.stream().filter(reply -> reply.status() == 201 && !reply.isCut()))
                .hasSizeGreaterThan(300);
    }

    @Test
    void aReplyThatIsCutDoesNotArrive() {
        try (var http = HttpClient.newHttpClient();
                LoopbackServer server = LoopbackServer.start(
                        0, "application/json", request -> APP.apply(request).cut())) {
            assertThatThrownBy(() -> get(http, server)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aServerThatWasKilledListensAgainWhereItDid() throws Exception {
        try (var http = HttpClient.newHttpClient();
                LoopbackServer server = LoopbackServer.start(0, "application/json", APP)) {
            assertThat(get(http, server).statusCode()).isEqualTo(201);
            server.kill();
            assertThatThrownBy(() -> get(http, server)).isInstanceOf(IOException.class);
            server.revive();
            assertThat(get(http, server).statusCode()).isEqualTo(201);
        }
    }

    private static List<Reply> replies(long seed) {
        var moods = new Moods(APP, seed, 10);
        return Stream.generate(() -> moods.apply(REQUEST)).limit(400).toList();
    }

    private static HttpResponse<String> get(HttpClient http, LoopbackServer server)
            throws IOException, InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + server.port() + "/");
        return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }
}
