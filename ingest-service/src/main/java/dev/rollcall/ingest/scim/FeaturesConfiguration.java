package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.decide.EventUris;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one place that says what this service provider can. */
@Configuration(proxyBeanMethods = false)
class FeaturesConfiguration {

    @Bean
    Features features() {
        return new Features(
                new Features.Bulk(false, 0, 0),
                ListQuery.MAX_COUNT,
                false,
                new Features.Pagination(false, ListQuery.DEFAULT_COUNT, ListQuery.MAX_COUNT, 0),
                "none",
                List.of(
                        EventUris.CREATE,
                        EventUris.PUT,
                        EventUris.PATCH,
                        EventUris.DELETE,
                        EventUris.ACTIVATE,
                        EventUris.DEACTIVATE));
    }
}
