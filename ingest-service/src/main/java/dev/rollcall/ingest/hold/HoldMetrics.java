package dev.rollcall.ingest.hold;

import com.mongodb.MongoException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Tells monitoring how many holds wait, when it asks. */
@Component
final class HoldMetrics {

    HoldMetrics(Holds holds, MeterRegistry meters) {
        Gauge.builder("rollcall.holds", holds, HoldMetrics::open)
                .description("Mass-change holds that wait for an operator")
                .register(meters);
    }

    private static double open(Holds holds) {
        try {
            return holds.open().size();
        } catch (MongoException e) {
            return Double.NaN;
        }
    }
}
