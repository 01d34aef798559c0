package dev.rollcall.ingest.ops;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose forwarded headers are believed.
 *
 * @param trustedProxies their addresses, in CIDR notation
 */
@ConfigurationProperties("rollcall.ingest")
record ForwardedProperties(@DefaultValue List<String> trustedProxies) {}
