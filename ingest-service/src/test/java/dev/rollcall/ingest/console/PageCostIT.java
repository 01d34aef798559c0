package dev.rollcall.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.browser.Pages;
import dev.rollcall.ingest.stage.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages are there at once, over a slow line, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageCostIT {

    private static final int WARM_UPS = 30;
    private static final int TIMES = 21;
    private static final double MOST_MILLIS = 100;
    private static final int MOST_BYTES = 250_000;
    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/(?:assets|webjars)/[^\"]+)\"");

    private final Stage stage = Stage.shared();
    private final Map<String, String> pages = Pages.paths();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> assets = new HashMap<>();

    Stream<String> pages() {
        return pages.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void answersWithinATenthOfASecondAndWeighsLessThanAPhotograph(String page)
            throws IOException, InterruptedException {
        String path = pages.get(page);
        for (int i = 0; i < WARM_UPS; i++) {
            get(path);
        }
        double[] millis = IntStream.range(0, TIMES)
                .mapToDouble(_ -> millis(path))
                .sorted()
                .toArray();
        double median = millis[TIMES / 2];
        byte[] html = get(path).body();
        int weight = html.length;
        var named = ASSET.matcher(new String(html, StandardCharsets.UTF_8));
        while (named.find()) {
            weight += weightOf(named.group(1));
        }
        System.out.printf("%s: %.1f ms, %d bytes of which %d are its own%n", page, median, weight, html.length);
        assertThat(median).as("ms for " + path).isLessThan(MOST_MILLIS);
        assertThat(weight).as("bytes of " + path).isLessThan(MOST_BYTES);
    }

    private int weightOf(String asset) throws IOException, InterruptedException {
        Integer known = assets.get(asset);
        if (known == null) {
            HttpResponse<byte[]> got = get(asset);
            assertThat(got.statusCode()).as(asset).isEqualTo(200);
            known = got.body().length;
            assets.put(asset, known);
        }
        return known;
    }

    private double millis(String path) {
        long start = System.nanoTime();
        try {
            get(path);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(stage.url() + path))
                        .header("Authorization", "Bearer " + Stage.ADMIN_TOKEN)
                        .header("Accept", "text/html,*/*;q=0.8")
                        .header("Accept-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
