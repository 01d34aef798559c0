package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Lists over HTTP: paging while others write, search, what is refused. */
class QueriesIT {

    private static final String SEARCH = "\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"]";

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();

    /** Point 44. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sortBy=userName&",
                "sortBy=displayName&sortOrder=descending&",
                "sortBy=title&",
                "filter=title%20co%20%22t%22&",
                "filter=userName%20sw%20%22stay%22&",
                "filter=userName%20ge%20%22stay%22&",
                "filter=userName%20lt%20%22stay12%22%20or%20externalId%20pr%20or%20userName%20ge%20%22stay12%22&",
                "filter=userName%20lt%20%22stay12%22%20or%20userName%20ge%20%22stay12%22%20or%20id%20eq%20%22x%22&"
            })
    void listsEveryResourceOnceByCursorWhileOthersComeAndGo(String parameters) {
        var staying = new HashSet<String>();
        var going = new ArrayList<String>();
        for (int i = 0; i < 24; i++) {
            staying.add(user("stay%02d".formatted(i), "t" + i % 3));
            going.add(user("stay%02dgo".formatted(i), "t" + i % 3));
        }

        var found = new ArrayList<String>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = scim.get("/Users?" + parameters + "count=5&cursor=" + cursor)
                    .expect(200);
            found.addAll(ids(page));
            cursor = page.path("nextCursor").asString("");
            scim.delete("/Users/" + going.removeLast()).expect(204);
            scim.delete("/Users/" + going.removeFirst()).expect(204);
            user("stay%02dnew".formatted(pages++), "t1");
        } while (!cursor.isEmpty() && !going.isEmpty());
        while (!cursor.isEmpty()) {
            JsonNode page =
                    scim.get("/Users?" + parameters + "cursor=" + cursor).expect(200);
            found.addAll(ids(page));
            cursor = page.path("nextCursor").asString("");
        }

        assertThat(found).doesNotHaveDuplicates().containsAll(staying);
    }

    /** Points 37 to 43. */
    @Test
    void pagesByIndexWithinBounds() {
        IntStream.range(0, 5).forEach(i -> user("u" + i, "t"));
        assertThat(page("/Users?startIndex=0&count=2")).isEqualTo(List.of(5, 2, 1));
        assertThat(page("/Users?startIndex=-7&count=-1")).isEqualTo(List.of(5, 0, 1));
        assertThat(page("/Users?startIndex=5&count=5000")).isEqualTo(List.of(5, 1, 5));
        assertThat(page("/Users?startIndex=6")).isEqualTo(List.of(5, 0, 6));
        assertThat(page("/Users?count=0&filter=title%20eq%20%22T%22")).isEqualTo(List.of(5, 0, 1));
        assertThat(page("/Users?filter=userName%20eq%20%22nobody%22&unknown=x")).isEqualTo(List.of(0, 0, 1));
        var first = ids(scim.get("/Users?count=3").expect(200));
        var second = ids(scim.get("/Users?startIndex=4&count=3").expect(200));
        assertThat(first).isSorted().doesNotContainAnyElementsOf(second);
    }

    @Test
    void tellsTheTotalAndTheEndByCursor() {
        IntStream.range(0, 3).forEach(i -> user("u" + i, "t"));
        JsonNode all = scim.get("/Users?cursor").expect(200);
        assertThat(all.get("totalResults").intValue()).isEqualTo(3);
        assertThat(all.has("nextCursor")).isFalse();
        assertThat(all.has("startIndex")).isFalse();
        JsonNode none = scim.get("/Users?cursor=&count=0").expect(200);
        assertThat(none.get("totalResults").intValue()).isEqualTo(3);
        assertThat(none.get("Resources")).isEmpty();
        JsonNode first = scim.get("/Users?cursor=&count=2").expect(200);
        JsonNode last = scim.get(
                        "/Users?count=2&cursor=" + first.get("nextCursor").stringValue())
                .expect(200);
        assertThat(first.get("totalResults").intValue()).isEqualTo(3);
        assertThat(last.get("totalResults").intValue()).isEqualTo(3);
        assertThat(last.get("itemsPerPage").intValue()).isOne();
        assertThat(last.has("nextCursor")).isFalse();
    }

    @Test
    void refusesCursorsOfOtherListsAndForgedOnes() {
        IntStream.range(0, 3).forEach(i -> user("u" + i, "t"));
        String cursor =
                scim.get("/Users?cursor=&count=1").expect(200).get("nextCursor").stringValue();
        HttpCalls other = stage.connection();

        for (String path : List.of(
                "/Groups?cursor=" + cursor,
                "/Users?filter=userName%20pr&cursor=" + cursor,
                "/Users?sortBy=userName&cursor=" + cursor,
                "/Users?cursor=" + cursor.substring(1),
                "/Users?cursor=1",
                "/Users?cursor=" + cursor + "A",
                "/Users?cursor=%00")) {
            scim.get(path).expectError(400, "invalidCursor");
        }
        other.get("/Users?cursor=" + cursor).expectError(400, "invalidCursor");
        scim.get("/Users?count=2&cursor=" + cursor).expectError(400, "invalidCount");
        scim.get("/Users?count=1001&cursor=").expectError(400, "invalidCount");
        assertThat(ids(stage.onSecond(scim).get("/Users?cursor=" + cursor).expect(200)))
                .hasSize(1);
    }

    /** Points 45 to 51, 56 to 58. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            username Eq "ADA@example.com"                                        | ada
            email eq "ada@work.example"                                          | ada
            emails co "work"                                                     | ada,bob
            emails[type eq "home" and value co "work"]                           | bob
            title eq "Countess" or title eq "clerk" and active eq false          | ada
            not (title pr)                                                       | cid
            urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "X" | bob
            schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"      | bob
            userName eq "cid@example.com" or emails.value eq "ADA@work.example"  | ada,cid
            userName ge "B" and userName lt "cid@example.con"                    | bob,cid
            meta.lastModified gt "2020-01-01T00:00:00Z" and userName sw "c"      | cid
            meta.resourceType eq "Group"                                         |
            """)
    void filtersUsers(String filter, @Nullable String expected) {
        scim.post("/Users", """
                {"userName": "ada@example.com", "title": "Countess", "displayName": "ada",
                 "emails": [{"value": "ada@work.example", "type": "work"}]}""").expect(201);
        scim.post("/Users", """
                {"userName": "bob@example.com", "title": "Clerk", "displayName": "bob",
                 "emails": [{"value": "bob@work.example", "type": "home"}, {"value": "b@x", "type": "work"}],
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "x"}}""").expect(201);
        scim.post("/Users", "{\"userName\": \"cid@example.com\", \"displayName\": \"cid\"}")
                .expect(201);

        var names = scim.get("/Users?sortBy=userName&filter=" + HttpCalls.encoded(filter))
                .expect(200)
                .get("Resources")
                .valueStream()
                .map(user -> user.get("displayName").stringValue())
                .toList();
        assertThat(String.join(",", names)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void filtersByMembershipBothWays() {
        String ada = user("ada", "t");
        String bob = user("bob", "t");
        String both = group("Both", ada, bob);
        String one = group("One", ada);
        group("None");

        assertThat(ids(scim.list("/Groups", "members eq \"" + ada + "\"").expect(200)))
                .containsExactlyInAnyOrder(both, one);
        assertThat(ids(scim.list("/Groups", "members[value eq \"" + bob + "\"]").expect(200)))
                .containsExactly(both);
        assertThat(ids(scim.list("/Groups", "id eq \"" + one + "\" and members eq \"" + ada + "\"")
                        .expect(200)))
                .containsExactly(one);
        assertThat(ids(scim.list("/Groups", "id eq \"" + one + "\" and members eq \"" + bob + "\"")
                        .expect(200)))
                .isEmpty();
        assertThat(ids(scim.list("/Groups", "members.$ref ew \"" + bob + "\"").expect(200)))
                .containsExactly(both);
        JsonNode named = scim.list("/Groups", "displayName eq \"both\"").expect(200);
        assertThat(named.get("Resources").get(0).get("members")).hasSize(2);
        assertThat(ids(scim.list("/Users", "groups.value eq \"" + both + "\"").expect(200)))
                .containsExactly(ada, bob);
        assertThat(ids(scim.list("/Users", "groups.value eq \"" + both + "\" and userName eq \"bob\"")
                        .expect(200)))
                .containsExactly(bob);
        assertThat(ids(scim.list("/Users", "groups[display eq \"one\"]").expect(200)))
                .containsExactly(ada);
    }

    /** Points 33 to 35, 54, 60, 61. */
    @Test
    void searchesByPostOfOneTypeAndAtTheRoot() {
        String ada = user("ada", "t");
        String group = group("Ada", ada);
        long published = stage.requests().published();

        JsonNode users = scim.post("/Users/.search", "{" + SEARCH + """
                , "Filter": "userName eq \\"ada\\"", "attributes": ["USERNAME"], "COUNT": 1}""").expect(200);
        assertThat(users.get("Resources").get(0).propertyNames())
                .containsExactlyInAnyOrder("schemas", "id", "userName");
        JsonNode groups = scim.post("/Groups/.search", "{" + SEARCH + ", \"excludedAttributes\": [\"members\"]}")
                .expect(200);
        assertThat(groups.get("Resources").get(0).has("members")).isFalse();

        assertThat(ids(scim.post("/.search", "{" + SEARCH + ", \"filter\": \"displayName eq \\\"ada\\\"\"}")
                        .expect(200)))
                .containsExactly(group);
        assertThat(ids(scim.post("/.search", "{" + SEARCH + ", \"filter\": \"not (members pr)\"}")
                        .expect(200)))
                .containsExactly(ada);
        assertThat(ids(scim.get("?filter=meta.resourceType%20eq%20%22Group%22").expect(200)))
                .containsExactly(group);
        var found = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = scim.post("/.search", "{" + SEARCH + ", \"count\": 1, \"cursor\": \"" + cursor + "\"}")
                    .expect(200);
            found.addAll(ids(page));
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(found).containsExactly(ada, group);

        scim.post("/.search", "{" + SEARCH + ", \"filter\": \"shoeSize eq 1\"}").expectError(400, "invalidFilter");
        scim.post("/Users/.search", "{}").expectError(400, "invalidSyntax");
        scim.post("/Users/.search", "[]").expectError(400, "invalidSyntax");
        scim.post("/Users/.search", "{" + SEARCH + ", \"count\": \"1\"}").expectError(400, "invalidValue");
        scim.post("/Users/.search", "{" + SEARCH + ", \"count\": 1.5}").expectError(400, "invalidValue");
        scim.post("/Users/.search", "{" + SEARCH + ", \"filter\": 7}").expectError(400, "invalidValue");
        scim.post("/Users/.search", "{" + SEARCH + ", \"attributes\": [7]}").expectError(400, "invalidValue");
        scim.post("/Users/.search", "{" + SEARCH + ", \"attributes\": [\"id\"], \"excludedAttributes\": [\"x\"]}")
                .expectError(400, "invalidValue");
        assertThat(stage.requests().published()).isEqualTo(published);
    }

    /** Point 93. */
    @Test
    void tellsWhatItCan() {
        JsonNode config = scim.get("/ServiceProviderConfig").expect(200);
        assertThat(config.at("/filter/supported").booleanValue()).isTrue();
        assertThat(config.at("/sort/supported").booleanValue()).isTrue();
        assertThat(config.at("/pagination/cursor").booleanValue()).isTrue();
        assertThat(config.at("/pagination/cursorTimeout").intValue()).isEqualTo(3600);
    }

    private List<Integer> page(String path) {
        JsonNode page = scim.get(path).expect(200);
        assertThat(page.get("Resources")).hasSize(page.get("itemsPerPage").intValue());
        return List.of(
                page.get("totalResults").intValue(),
                page.get("itemsPerPage").intValue(),
                page.get("startIndex").intValue());
    }

    private String user(String name, String title) {
        var user = scim.post("/Users", "{\"userName\": \"%s\", \"title\": \"%s\"}".formatted(name, title));
        user.expect(201);
        return user.id();
    }

    private String group(String name, String... members) {
        var values =
                Set.of(members).stream().map("{\"value\": \"%s\"}"::formatted).toList();
        var group = scim.post(
                "/Groups", "{\"displayName\": \"%s\", \"members\": [%s]}".formatted(name, String.join(",", values)));
        group.expect(201);
        return group.id();
    }

    private static List<String> ids(JsonNode page) {
        return page.get("Resources")
                .valueStream()
                .map(resource -> resource.get("id").stringValue())
                .toList();
    }
}
