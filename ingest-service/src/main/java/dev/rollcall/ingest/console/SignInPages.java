package dev.rollcall.ingest.console;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.OidcProvider;
import dev.rollcall.ingest.check.ConnectionReport;
import dev.rollcall.ingest.check.ConnectionTest;
import dev.rollcall.ingest.connection.Connections;
import dev.rollcall.ingest.provider.Issuer;
import dev.rollcall.ingest.provider.ProviderClients;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.schemas.scim.ScimJson;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ObjectNode;

/** How the people of a connection sign in to the console. */
@Controller
final class SignInPages {

    private static final Map<String, Trouble.Field> FIELDS = Map.of(
            "config.client_id", new Trouble.Field("client-id", "The client ID"),
            "config.client_secret", new Trouble.Field("client-secret", "The client secret"),
            "config.ping_env_id", new Trouble.Field("environment", "The environment ID"),
            "config.region", new Trouble.Field("region", "The region"),
            "config.discovery_url", new Trouble.Field("discovery-url", "The discovery URL"));

    private final Connections connections;
    private final ConnectionTest test;
    private final PublicUrl url;
    private final Scheduler blocking;

    SignInPages(Connections connections, ConnectionTest test, PublicUrl url, Scheduler blocking) {
        this.connections = connections;
        this.test = test;
        this.url = url;
        this.blocking = blocking;
    }

    /** What is copied from PingOne; the secret is never shown again. */
    record Form(String clientId, String environment, String region, String discoveryUrl) {

        static Form of(@Nullable OidcProvider provider) {
            return provider == null
                    ? new Form("", "", "com", "")
                    : new Form(
                            provider.getClientId(),
                            text(provider.getEnvironment()),
                            provider.getRegion(),
                            text(provider.getDiscoveryUrl()));
        }

        static Form of(MultiValueMap<String, String> data) {
            return new Form(
                    text(data.getFirst("clientId")).strip(),
                    text(data.getFirst("environment")).strip(),
                    text(data.getFirst("region")).strip(),
                    text(data.getFirst("discoveryUrl")).strip());
        }

        /** As the API takes it (RFC 7396): what is empty is cleared, but a secret that isn't given again stays. */
        ObjectNode patch(@Nullable String secret) {
            ObjectNode patch = ScimJson.objectNode();
            ObjectNode config = patch.putObject("config");
            config.put("client_id", clientId);
            config.put("ping_env_id", environment.isEmpty() ? null : environment);
            config.put("region", region);
            config.put("discovery_url", discoveryUrl.isEmpty() ? null : discoveryUrl);
            if (secret != null && !secret.isBlank()) {
                config.put("client_secret", secret.strip());
            }
            return patch;
        }

        private static String text(@Nullable String value) {
            return Objects.requireNonNullElse(value, "");
        }
    }

    @GetMapping("/console/connections/{id}/sign-in")
    Rendering show(@PathVariable String id, ServerWebExchange exchange) {
        OidcProvider provider = connections.find(id).value().getProvider();
        return page(id, Form.of(provider), exchange, Map.of()).build();
    }

    @PostMapping("/console/connections/{id}/sign-in")
    Mono<Rendering> save(@PathVariable String id, ServerWebExchange exchange) {
        return exchange.getFormData().flatMap(data -> {
            Form form = Form.of(data);
            return Mono.defer(() -> connections.patch(id, form.patch(data.getFirst("clientSecret")), null))
                    .map(_ -> page(id, form, exchange, Map.of("saved", true)).build())
                    .onErrorResume(
                            ResponseStatusException.class,
                            e -> Trouble.of(e)
                                    .map(trouble -> Mono.just(page(
                                                    id,
                                                    form,
                                                    exchange,
                                                    trouble.at(FIELDS).model())
                                            .status(trouble.status())
                                            .build()))
                                    .orElseGet(() -> Mono.error(e)));
        });
    }

    /** The report alone for htmx, within the page for browsers without scripts. */
    @PostMapping("/console/connections/{id}/test")
    Mono<Rendering> test(@PathVariable String id, ServerWebExchange exchange) {
        return Mono.fromCallable(() -> {
                    ConnectionReport report = test.run(id, url.of(exchange.getRequest()));
                    if (exchange.getRequest().getHeaders().containsHeader("HX-Request")) {
                        return Rendering.view("console/report :: report")
                                .modelAttribute("report", report)
                                .build();
                    }
                    OidcProvider provider = connections.find(id).value().getProvider();
                    return page(id, Form.of(provider), exchange, Map.of("report", report))
                            .build();
                })
                .subscribeOn(blocking);
    }

    private Rendering.Builder<?> page(String id, Form form, ServerWebExchange exchange, Map<String, ?> more) {
        ConnectionSetting setting = connections.find(id).value();
        OidcProvider provider = setting.getProvider();
        return Rendering.view("console/sign-in")
                .modelAttribute("connection", id)
                .modelAttribute("name", setting.getName())
                .modelAttribute("redirectUri", ProviderClients.redirectUri(url.of(exchange.getRequest()), id))
                .modelAttribute("regions", Issuer.REGIONS.stream().sorted().toList())
                .modelAttribute("form", form)
                .modelAttribute("configured", provider != null)
                .modelAttribute("hasSecret", provider != null && provider.getSealedClientSecret() != null)
                .modelAttribute("saved", false)
                .model(more);
    }
}
