package dev.rollcall.sync.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.UpdateMethod;
import dev.rollcall.sync.target.TestApps;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A SCIM app is spoken to as it wants, and as it says that it can. */
class ScimClientTest {

    private final AppHttp http =
            new AppHttp(TestApps.properties(Duration.ofSeconds(5), DataSize.ofKilobytes(64)), Clock.systemUTC());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ObjectNode user =
            JsonMapper.shared().createObjectNode().put("userName", "ada").put("title", "Dr");
    private String config = "{}";
    private int configStatus = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String version = exchange.getRequestHeaders().getFirst("If-Match");
            asked.add((exchange.getRequestMethod() + " "
                            + exchange.getRequestURI().getPath() + " " + body
                            + (version == null ? "" : " If-Match " + version))
                    .strip());
            exchange.getResponseHeaders().set("ETag", "W/\"1\"");
            byte[] answer = config.getBytes(UTF_8);
            boolean isConfig = exchange.getRequestURI().getPath().equals("/ServiceProviderConfig");
            exchange.sendResponseHeaders(isConfig ? configStatus : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    @Test
    void putsTheWholeUserByDefault() {
        client(UpdateMethod.PUT).update("u1", user, List.of("nickName"));

        assertThat(asked).containsExactly("PUT /Users/u1 {\"userName\":\"ada\",\"title\":\"Dr\",\"id\":\"u1\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "<html>", "{\"patch\": {\"supported\": true}}", "[]"})
    void patchesWhereTheAppWantsThat(String told) {
        config = told;
        client(UpdateMethod.PATCH).update("u1", user, List.of("nickName"));

        assertThat(asked).hasSize(2);
        assertThat(asked.getLast())
                .startsWith("PATCH /Users/u1 ")
                .contains("{\"op\":\"replace\",\"value\":{\"userName\":\"ada\",\"title\":\"Dr\"}}")
                .contains("{\"op\":\"remove\",\"path\":\"nickName\"}");
    }

    @Test
    void putsWhereTheAppKnowsNoPatchAndAsksForThatOnce() {
        config = "{\"patch\": {\"supported\": false}}";
        ScimClient client = client(UpdateMethod.PATCH);
        client.update("u1", user, List.of());
        client.update("u1", user, List.of());

        assertThat(asked).hasSize(3).first().isEqualTo("GET /ServiceProviderConfig");
        assertThat(asked.getLast()).startsWith("PUT ");
    }

    @ParameterizedTest
    @CsvSource({"true, If-Match W/\"1\"", "false, ''", "null, ''"})
    void namesTheVersionThatWasReadWhereTheAppMindsVersions(String isSupported, String named) {
        config = "{\"id\": \"g1\", \"etag\": {\"supported\": " + isSupported + "}}";
        ScimClient client = client(UpdateMethod.PUT);
        Answer shown = client.get(ResourceType.GROUP, "g1");
        client.replaceAsRead(ResourceType.GROUP, "g1", user, shown);

        assertThat(asked.getLast()).startsWith("PUT /Groups/g1 ").contains(named);
        assertThat(asked.getLast().contains("If-Match")).isEqualTo(!named.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 302})
    void asksAnAppThatRefusesToTellWhatItCanOnceAWhileOnly(int status) {
        configStatus = status;
        ScimClient client = client(UpdateMethod.PUT);
        client.search(ResourceType.USER, "userName", "ada");
        client.search(ResourceType.USER, "userName", "eve");

        assertThat(asked).containsExactly("GET /ServiceProviderConfig", "GET /Users", "GET /Users");
    }

    @Test
    void asksAgainAtOnceWhatAnAppCanThatFailedToTell() {
        configStatus = 503;
        ScimClient client = client(UpdateMethod.PATCH);
        client.update("u1", user, List.of());
        configStatus = 200;
        config = "{\"patch\": {\"supported\": false}}";
        client.update("u1", user, List.of());

        assertThat(asked.getLast()).startsWith("PUT ");
    }

    @Test
    void namesOfAttributesHaveNoCase() {
        config = """
                {"RESOURCES": [{"USERNAME": "Ada", "ID": "u1"}], "Id": "u2"}""";
        Answer answer = client(UpdateMethod.PUT).search(ResourceType.USER, "userName", "ada");

        assertThat(ScimClient.found(answer, "userName", "ada", false)).isEqualTo("u1");
        assertThat(ScimClient.id(answer)).isEqualTo("u2");
        assertThat(ScimPage.of(answer))
                .hasValueSatisfying(page -> assertThat(page.resources()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000000000000000000000", "1.5", "\"many\"", "null"})
    void aTotalThatIsNoneIsUntold(String total) {
        config = "{\"Resources\": [], \"totalResults\": " + total + "}";
        Answer answer = client(UpdateMethod.PUT).search(ResourceType.USER, "userName", "ada");

        assertThat(ScimPage.of(answer))
                .hasValueSatisfying(page -> assertThat(page.total()).isNull());
    }

    @Test
    void looksForNothingWhereTheAppKnowsNoFilters() {
        config = "{\"filter\": {\"supported\": false}}";
        Answer answer = client(UpdateMethod.PUT).search(ResourceType.USER, "userName", "ada");

        assertThat(asked).containsExactly("GET /ServiceProviderConfig");
        assertThat(answer.isTaken()).isTrue();
        assertThat(ScimClient.found(answer, "userName", "ada", false)).isNull();
    }

    private ScimClient client(UpdateMethod method) {
        String url = "http://localhost:" + server.getAddress().getPort();
        return new ScimClient(TestApps.of(url, "", app -> app.setUpdateMethod(method)), http);
    }
}
