package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.decide.EventUris;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one place that says what this service provider can. */
@Configuration(proxyBeanMethods = false)
class FeaturesConfiguration {

    @Bean
    Features features(BulkProperties bulk) {
        return new Features(
                new Features.Bulk(
                        true, bulk.maxOperations(), bulk.maxPayloadSize().toBytes()),
                ListQuery.MAX_COUNT,
                false,
                new Features.Pagination(false, ListQuery.DEFAULT_COUNT, ListQuery.MAX_COUNT, 0),
                "request",
                List.of(
                        EventUris.CREATE,
                        EventUris.PUT,
                        EventUris.PATCH,
                        EventUris.DELETE,
                        EventUris.ACTIVATE,
                        EventUris.DEACTIVATE,
                        EventUris.ASYNC_RESPONSE));
    }
}
