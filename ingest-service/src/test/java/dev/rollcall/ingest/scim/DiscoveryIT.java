package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the service tells of itself; the numbers are of the list of what servers get wrong. */
class DiscoveryIT {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    private final Stage stage = Stage.shared();
    private final HttpCalls scim = stage.connection();

    @Test
    void listsSchemasAndResourceTypesWhole() { // point 91
        JsonNode schemas = scim.get("/Schemas?startIndex=2&count=1&sortBy=name").expect(200);
        assertThat(schemas.get("schemas").get(0).stringValue())
                .isEqualTo("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        assertThat(schemas.get("totalResults").asInt()).isEqualTo(3);
        assertThat(schemas.get("Resources")).hasSize(3);
        JsonNode types = scim.get("/ResourceTypes").expect(200);
        assertThat(types.get("Resources")
                        .valueStream()
                        .map(type -> type.get("name").stringValue()))
                .containsExactly("User", "Group");

        for (String path : List.of("/Schemas", "/ResourceTypes")) {
            scim.list(path, "name eq \"User\"").expectError(403, "");
        }
    }

    @Test
    void showsOneSchemaByItsUrnInAnyCase() { // points 1, 91
        JsonNode schema = scim.get("/Schemas/" + USER).expect(200);
        assertThat(schema.get("meta").get("location").stringValue()).isEqualTo(scim.base() + "/Schemas/" + USER);
        assertThat(schema.get("meta").get("resourceType").stringValue()).isEqualTo("Schema");
        assertThat(scim.get("/Schemas/" + USER.toLowerCase(Locale.ROOT)).expect(200))
                .isEqualTo(schema);
        assertThat(scim.get("/ResourceTypes/user")
                        .expect(200)
                        .get("schemaExtensions")
                        .get(0)
                        .get("required")
                        .asBoolean())
                .isFalse();
        scim.get("/Schemas/urn:example:none").expectError(404, "");
    }

    @Test
    void listsNoMessageSchemas() { // point 92
        assertThat(scim.get("/Schemas").expect(200).get("Resources").valueStream())
                .noneMatch(schema -> schema.get("id").stringValue().startsWith("urn:ietf:params:scim:api:"));
    }

    @Test
    void tellsEveryCharacteristicOfEveryAttribute() {
        scim.get("/Schemas")
                .expect(200)
                .get("Resources")
                .forEach(schema -> schema.get("attributes").forEach(attribute -> {
                    assertThat(attribute.propertyNames())
                            .contains(
                                    "name",
                                    "type",
                                    "multiValued",
                                    "description",
                                    "required",
                                    "caseExact",
                                    "mutability",
                                    "returned",
                                    "uniqueness");
                    assertThat(attribute.has("subAttributes"))
                            .isEqualTo(attribute.get("type").stringValue().equals("complex"));
                }));
        JsonNode group =
                scim.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group").expect(200);
        JsonNode name = group.get("attributes")
                .valueStream()
                .filter(attribute -> attribute.get("name").stringValue().equals("displayName"))
                .findFirst()
                .orElseThrow();
        assertThat(name.get("required").asBoolean()).isTrue(); // point 18
    }

    @Test
    void tellsTheSameConfigurationToAnybody() { // point 93
        HttpCalls nobody = scim.withToken(null);
        JsonNode config = nobody.get("/ServiceProviderConfig").expect(200);
        assertThat(config.propertyNames())
                .contains(
                        "patch",
                        "bulk",
                        "filter",
                        "changePassword",
                        "sort",
                        "etag",
                        "pagination",
                        "authenticationSchemes",
                        "meta");
        assertThat(config.get("authenticationSchemes").get(0).get("type").stringValue())
                .isEqualTo("oauthbearertoken");
        assertThat(scim.get("/ServiceProviderConfig").expect(200)).isEqualTo(config);

        String elsewhere = stage.url() + "/scim/v2/no-such-connection";
        String there = new HttpCalls(elsewhere, null)
                .get("/ServiceProviderConfig")
                .expect(200)
                .toString();
        assertThat(there.replace(elsewhere, "")).isEqualTo(config.toString().replace(scim.base(), ""));
        nobody.get("/Schemas").expectError(401, "");
        nobody.get("/ResourceTypes").expectError(401, "");
    }

    @Test
    void keepsToTheLimitsThatItTells() { // point 93
        JsonNode config = scim.get("/ServiceProviderConfig").expect(200);
        int bulk = scim.post("/Bulk", "{}").status();
        assertThat(bulk == 404 || bulk == 501)
                .isEqualTo(!config.get("bulk").get("supported").asBoolean());
        for (int i = 0; i < 2; i++) {
            scim.post("/Users", "{\"schemas\":[\"" + USER + "\"],\"userName\":\"u" + i + "\"}")
                    .expect(201);
        }
        int max = config.get("filter").get("maxResults").asInt();
        String creations = IntStream.range(1, max)
                .mapToObj(i ->
                        "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"%1$d\",\"data\":{\"userName\":\"a%1$d\"}}"
                                .formatted(i))
                .collect(Collectors.joining(","));
        scim.post(
                        "/Bulk",
                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                                + creations + "]}")
                .expect(200);
        // some may be answered by a prediction, before they are listed
        await().atMost(Duration.ofSeconds(30))
                .until(() -> scim.get("/Users?count=0")
                                .expect(200)
                                .get("totalResults")
                                .asInt()
                        == max + 1);
        JsonNode page = scim.get("/Users?count=" + (max + 1)).expect(200);
        assertThat(page.get("itemsPerPage").asInt()).isEqualTo(max);
        assertThat(page.get("Resources")).hasSize(max);
        assertThat(page.get("totalResults").asInt()).isEqualTo(max + 1);
        JsonNode sorted =
                scim.get("/Users?sortBy=userName&sortOrder=descending").expect(200);
        assertThat(sorted.get("Resources").get(0).get("userName").stringValue().equals("u1"))
                .isEqualTo(config.get("sort").get("supported").asBoolean());
        String one =
                scim.get("/Users").expect(200).get("Resources").get(0).get("id").stringValue();
        assertThat(scim.get("/Users/" + one).header("ETag").isEmpty())
                .isNotEqualTo(config.get("etag").get("supported").asBoolean());
    }

    @Test
    void refusesOtherVersions() { // point 98
        for (String version : List.of("v1", "v1.1", "v3")) {
            new HttpCalls(stage.url() + "/scim/" + version + "/" + scim.connection(), null)
                    .get("/Users")
                    .expectError(400, "invalidVers");
        }
    }

    @Test
    void answersInScimsMediaTypeWhateverJsonIsAccepted() { // points 95, 97
        for (String accept : List.of("application/scim+json", "application/json", "*/*")) {
            assertThat(scim.get("/Users", "Accept", accept).header("Content-Type"))
                    .startsWith("application/scim+json");
        }
        scim.post("/Users", "{\"userName\":\"json\"}", "Content-Type", "application/json")
                .expect(201);
        scim.get("/Nothing").expectError(404, "");
    }

    @Test
    void asksForABearerToken() { // point 96
        var refused = scim.withToken(null).get("/Users");
        refused.expectError(401, "");
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer ");
    }
}
