package dev.rollcall.ingest.ops;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Describes the admin API in OpenAPI, from its controllers. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String TOKEN = "admin-token";

    @Bean
    OpenAPI adminApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Rollcall admin API")
                        .version("v1")
                        .description("Failures are problem details (RFC 9457): what is wrong, where, and what to do."))
                .components(new Components()
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("The value of rollcall.admin-token.")))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    @Bean
    @Lazy
    ModelResolver adminApiModels(ObjectMapperProvider mappers) {
        return new AdminApiModels(mappers.jsonMapper());
    }
}
