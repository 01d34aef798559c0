package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of a browser as a login needs: cookies, redirects that can be looked at, and forms. */
final class Browser {

    private static final Pattern FORM = Pattern.compile("<form[^>]*?action=\"([^\"]*)\"");
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"");
    private static final int MOST_REDIRECTS = 10;

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final List<URI> visited = new ArrayList<>();

    /** Where a navigation ended. */
    record Page(HttpResponse<String> response) {

        URI url() {
            return response.uri();
        }

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        URI location() {
            return url().resolve(response.headers().firstValue("Location").orElseThrow());
        }

        boolean isRedirect() {
            return status() >= 300
                    && status() < 400
                    && response.headers().firstValue("Location").isPresent();
        }

        String formAction() {
            Matcher form = FORM.matcher(body());
            assertThat(form.find()).as(body()).isTrue();
            return unescaped(form.group(1));
        }

        String csrf() {
            Matcher token = CSRF.matcher(body());
            assertThat(token.find()).as(body()).isTrue();
            return token.group(1);
        }

        Page expect(int status) {
            assertThat(status()).as(body()).isEqualTo(status);
            return this;
        }
    }

    static String unescaped(String html) {
        return html.replace("&amp;", "&");
    }

    /** The query parameters of a URL. */
    static Map<String, String> query(URI url) {
        return Arrays.stream(Optional.ofNullable(url.getRawQuery()).orElse("").split("&"))
                .filter(pair -> pair.contains("="))
                .collect(Collectors.toMap(
                        pair -> pair.substring(0, pair.indexOf('=')),
                        pair -> URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8)));
    }

    /** The page after all redirects. */
    Page open(String url) {
        return follow(visit(url));
    }

    Page follow(Page page) {
        for (int i = 0; page.isRedirect(); i++) {
            assertThat(i).isLessThan(MOST_REDIRECTS);
            page = visit(page.location().toString());
        }
        return page;
    }

    /** One request and its answer, as people navigate. */
    Page visit(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/html,*/*;q=0.8"));
    }

    /** One request as scripts make it. */
    Page call(String method, String url, String json, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Submits a form and doesn't follow. */
    Page submit(String url, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private Page send(HttpRequest.Builder request) {
        try {
            var sent = request.timeout(Duration.ofSeconds(30)).build();
            visited.add(sent.uri());
            var page = new Page(client.send(sent, BodyHandlers.ofString()));
            cookies.getCookieStore().getCookies().forEach(Browser::asBrowsersDo);
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** To this very machine they send secure cookies over http, too; and none of them knows the versions of RFC 2965. */
    private static void asBrowsersDo(HttpCookie cookie) {
        cookie.setSecure(false);
        cookie.setVersion(0);
    }

    /** Every URL so far. */
    List<URI> visited() {
        return visited;
    }

    Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst();
    }

    /** Puts a cookie in the place of what there was. */
    void put(String url, HttpCookie cookie) {
        cookies.getCookieStore().add(URI.create(url), cookie);
    }

    boolean isSignedIn() {
        return cookie("rollcall_session")
                .filter(cookie -> !cookie.getValue().isEmpty())
                .isPresent();
    }
}
