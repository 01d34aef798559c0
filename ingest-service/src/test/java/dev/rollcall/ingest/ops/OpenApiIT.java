package dev.rollcall.ingest.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document of the admin API says what holds. */
class OpenApiIT {

    private static final String API = "/api/v1/";

    private final Stage stage = Stage.shared();
    private final OpenAPI document = document();

    private OpenAPI document() {
        String json = new HttpCalls(stage.url(), null)
                .get("/api/v1/openapi")
                .response()
                .body();
        var options = new ParseOptions();
        options.setResolve(true);
        var result = new OpenAPIV3Parser().readContents(json, null, options);
        assertThat(result.getMessages()).isEmpty();
        return result.getOpenAPI();
    }

    @Test
    void isServedOnPurpose() {
        assertThat(stage.bean(SpringDocConfigProperties.class).getApiDocs().isEnabled())
                .as("else each start warns of it")
                .isTrue();
    }

    @Test
    void listsEveryOperationOfTheControllers() {
        List<String> served = stage
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(mapping -> mapping.getPatternsCondition().getPatterns().stream()
                        .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + path.getPatternString())))
                .filter(operation -> operation.contains(" " + API) && !operation.contains("openapi"))
                .toList();
        List<String> documented = document.getPaths().entrySet().stream()
                .flatMap(path -> path.getValue().readOperationsMap().keySet().stream()
                        .map(method -> method + " " + path.getKey()))
                .toList();
        assertThat(served).hasSizeGreaterThan(10);
        assertThat(documented).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void saysOfEveryOperationHowItFails() {
        assertThat(document.getPaths().values())
                .flatExtracting(PathItem::readOperations)
                .allSatisfy(operation -> assertThat(problemOf(operation)).isNotNull());
        JsonNode problem = stage.admin().get("/api/v1/apps/nobody").expect(404);
        Schema<?> known =
                resolved(problemOf(document.getPaths().get("/api/v1/apps/{id}").getGet()));
        assertThat(problem.propertyNames())
                .containsExactlyInAnyOrderElementsOf(known.getProperties().keySet());
        assertThat(known.getRequired()).containsExactlyInAnyOrderElementsOf(problem.propertyNames());
    }

    private Schema<?> problemOf(Operation operation) {
        ApiResponse failure = operation.getResponses().getDefault();
        String name = failure.get$ref().substring(failure.get$ref().lastIndexOf('/') + 1);
        return document.getComponents()
                .getResponses()
                .get(name)
                .getContent()
                .get("application/problem+json")
                .getSchema();
    }

    @Test
    void namesTheMembersThatAreSent() {
        HttpCalls admin = stage.admin();
        String id = stage.connection(", \"config\": {\"client_id\": \"i\","
                        + " \"ping_env_id\": \"a1b2c3d4-0000-4000-8000-00000000abcd\"},"
                        + " \"authentication\": {\"methods\": [\"bearer\", \"client_credentials\"]}")
                .connection();
        assertKnown(
                "/api/v1/connections/{id}",
                admin.get("/api/v1/connections/" + id).expect(200));
        assertKnown(
                "/api/v1/connections/{id}/credentials",
                admin.get("/api/v1/connections/" + id + "/credentials")
                        .expect(200)
                        .get(0));
        String app = admin.post("/api/v1/apps", """
                        {"name": "x", "kind": "webhook", "url": "https://example.com", "authentication":
                         {"method": "basic", "client_id": "u", "secret": "p"}, "limits": {"concurrency": 2}}""").expect(201).get("id").stringValue();
        assertKnown("/api/v1/apps/{id}", admin.get("/api/v1/apps/" + app).expect(200));
        assertKnown(
                "/api/v1/apps/{id}/signing-keys",
                admin.get("/api/v1/apps/" + app + "/signing-keys").expect(200).get(0));
        admin.delete("/api/v1/apps/" + app);
    }

    @Test
    void knowsWhatAConnectionIsAskedWith() {
        Schema<?> body = document.getPaths()
                .get("/api/v1/connections")
                .getPost()
                .getRequestBody()
                .getContent()
                .get("application/json")
                .getSchema();
        assertThat(resolved(body).getProperties().keySet())
                .containsExactlyInAnyOrder(
                        "id",
                        "type",
                        "name",
                        "enabled",
                        "profile",
                        "schemas",
                        "config",
                        "scim_config",
                        "authentication",
                        "mass_change_hold");
        assertThat(resolved(resolved(body).getProperties().get("config"))
                        .getProperties()
                        .keySet())
                .containsExactlyInAnyOrder(
                        "client_id",
                        "client_secret",
                        "ping_env_id",
                        "region",
                        "discovery_url",
                        "claims",
                        "scopes",
                        "pkce_enabled",
                        "email_claim_name");
        assertThat(document.getPaths()
                        .get("/api/v1/connections/{id}")
                        .getPatch()
                        .getRequestBody())
                .isNotNull();
    }

    private void assertKnown(String path, JsonNode sent) {
        PathItem item = document.getPaths().get(path);
        Schema<?> schema = item.getGet().getResponses().get("200").getContent().values().stream()
                .findFirst()
                .orElseThrow()
                .getSchema();
        assertKnown(path, schema, sent);
    }

    /** Every member that is sent is in the schema, all the way down. */
    private void assertKnown(String at, Schema<?> schema, JsonNode sent) {
        Schema<?> known = resolved(schema.getItems() == null ? schema : schema.getItems());
        if (!sent.isObject()) {
            return;
        }
        sent.properties().forEach(member -> {
            assertThat(known.getProperties()).as(at).containsKey(member.getKey());
            assertKnown(
                    at + "." + member.getKey(),
                    known.getProperties().get(member.getKey()),
                    member.getValue().isArray() ? member.getValue().path(0) : member.getValue());
        });
    }

    private Schema<?> resolved(Schema<?> schema) {
        Schema<?> found = schema;
        while (found.get$ref() != null) {
            String name = found.get$ref().substring(found.get$ref().lastIndexOf('/') + 1);
            found = document.getComponents().getSchemas().get(name);
        }
        return found;
    }
}
