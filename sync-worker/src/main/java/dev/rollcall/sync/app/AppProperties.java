package dev.rollcall.sync.app;

import dev.rollcall.schemas.address.AddressRules;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of speaking with apps.
 *
 * @param connectTimeout to be connected
 * @param requestTimeout from sending a request to the end of its answer
 * @param maxAnswer the largest answer that is read
 * @param maxConnections of one app, where it has no limit of its own
 * @param maxMembers that one PATCH of a group adds and removes
 * @param allowedAddresses networks in CIDR notation that aren't public and may be connected to
 */
@Validated
@ConfigurationProperties("rollcall.apps")
public record AppProperties(
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration requestTimeout,
        @DefaultValue("1MB") DataSize maxAnswer,
        @DefaultValue("32") @Positive int maxConnections,
        @DefaultValue("100") @Positive int maxMembers,
        @DefaultValue List<String> allowedAddresses) {

    /** A network that is none is found out at the start. */
    public AppProperties {
        AddressRules.allowing(allowedAddresses);
    }

    AddressRules addressRules() {
        return AddressRules.allowing(allowedAddresses);
    }
}
