package dev.rollcall.ingest.scim;

import dev.rollcall.ingest.directory.QueryProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one place that says what this service provider can. */
@Configuration(proxyBeanMethods = false)
class FeaturesConfiguration {

    @Bean
    Features features(BulkProperties bulk, QueryProperties queries) {
        return new Features(
                new Features.Bulk(
                        true, bulk.maxOperations(), bulk.maxPayloadSize().toBytes()),
                ListQuery.MAX_COUNT,
                true,
                new Features.Pagination(true, ListQuery.DEFAULT_COUNT, ListQuery.MAX_COUNT, (int)
                        queries.cursorTimeout().toSeconds()));
    }
}
