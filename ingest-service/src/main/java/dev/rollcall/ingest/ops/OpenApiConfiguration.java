package dev.rollcall.ingest.ops;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Describes the admin API in OpenAPI, from its controllers. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String TOKEN = "admin-token";
    private static final String FAILURE = "Failure";
    private static final String PROBLEM = "Problem";

    @Bean
    OpenAPI adminApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Rollcall admin API")
                        .version("v1")
                        .description("Failures are problem details (RFC 9457): what is wrong, where, and what to do."))
                .components(new Components()
                        .addSchemas(PROBLEM, problem())
                        .addResponses(
                                FAILURE,
                                new ApiResponse()
                                        .description("What is wrong, where, and what to do.")
                                        .content(new Content()
                                                .addMediaType(
                                                        "application/problem+json",
                                                        new MediaType().schema(new Schema<>().$ref(PROBLEM)))))
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("The value of rollcall.admin-token.")))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    /** As {@link Problems} writes them; some have more members. */
    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema().format("uri-reference"))
                .required(List.of("title", "status", "detail", "instance"));
    }

    /** Every operation may fail, and tells so in the same way. */
    @Bean
    OpenApiCustomizer failures() {
        return api -> api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation ->
                        operation.getResponses().addApiResponse(ApiResponses.DEFAULT, new ApiResponse().$ref(FAILURE)));
    }

    @Bean
    @Lazy
    ModelResolver adminApiModels(ObjectMapperProvider mappers) {
        return new AdminApiModels(mappers.jsonMapper());
    }
}
