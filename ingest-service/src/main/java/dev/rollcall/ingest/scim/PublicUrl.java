package dev.rollcall.ingest.scim;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The URL that clients reach this service by.
 *
 * @param publicUrl such as {@code https://scim.example.com}; absent: the one each request came to, by its forwarded
 *     headers or its Host
 */
@ConfigurationProperties("rollcall.ingest")
public record PublicUrl(@Nullable URI publicUrl) {

    /** Without a slash at its end. */
    public String of(ServerHttpRequest request) {
        return fixed().orElseGet(() -> {
            URI own = request.getURI();
            return own.getScheme() + "://" + own.getRawAuthority()
                    + request.getPath().contextPath().value();
        });
    }

    /** The one of the settings, without a slash at its end; empty where each request tells. */
    public Optional<String> fixed() {
        return Optional.ofNullable(publicUrl)
                .map(url -> url.toString().replaceAll("/+$", ""))
                .filter(url -> !url.isEmpty());
    }
}
