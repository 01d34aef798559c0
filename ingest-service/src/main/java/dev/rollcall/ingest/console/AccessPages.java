package dev.rollcall.ingest.console;

import dev.rollcall.event.AccessPolicy;
import dev.rollcall.event.PolicyRule;
import dev.rollcall.ingest.policy.Policies;
import dev.rollcall.ingest.policy.PolicyBody;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who may do what. */
@Controller
final class AccessPages {

    private static final String PATH = "/console/access";
    private static final Map<String, Trouble.Field> FIELDS = Map.of(
            "name", new Trouble.Field("policy-name", "The name"),
            "include[0].name", new Trouble.Field("claim", "The claim"),
            "include[0].value", new Trouble.Field("value", "The value"));

    private final Policies policies;

    AccessPages(Policies policies) {
        this.policies = policies;
    }

    /** A line of the list. */
    record Row(String id, String name, String role, String include, String require, String exclude) {

        static Row of(Settings.Entry<AccessPolicy> policy) {
            AccessPolicy value = policy.value();
            return new Row(
                    policy.id(),
                    value.getName(),
                    value.getRole().name().toLowerCase(Locale.ROOT),
                    text(value.getInclude()),
                    text(value.getRequire()),
                    text(value.getExclude()));
        }

        private static String text(List<PolicyRule> rules) {
            return rules.isEmpty() ? "–" : rules.stream().map(Row::text).collect(Collectors.joining(", "));
        }

        private static String text(PolicyRule rule) {
            return switch (rule.getKind()) {
                case EVERYONE -> "everyone";
                case EMAIL, DOMAIN -> rule.getValue();
                case GROUP -> "group " + rule.getValue();
                case CLAIM -> rule.getName() + " = " + rule.getValue();
                case UNKNOWN -> "a rule of a newer version";
            };
        }
    }

    /** What is asked of a new policy: one condition. */
    record Form(String name, String role, String kind, String claim, String value) {

        static final Form EMPTY = new Form("", "viewer", "email", "", "");

        static Form of(MultiValueMap<String, String> data) {
            return new Form(
                    text(data, "name"),
                    text(data, "role"),
                    text(data, "kind"),
                    text(data, "claim"),
                    text(data, "value"));
        }

        private static String text(MultiValueMap<String, String> data, String name) {
            return Objects.requireNonNullElse(data.getFirst(name), "").strip();
        }

        PolicyBody body() {
            var rule = new PolicyBody.Rule(kind, claim.isEmpty() ? null : claim, value.isEmpty() ? null : value);
            return new PolicyBody(null, name, role, null, List.of(rule), null, null);
        }
    }

    @GetMapping(PATH)
    Rendering list() {
        return page(Form.EMPTY, null);
    }

    @PostMapping(PATH)
    Mono<Rendering> add(ServerWebExchange exchange) {
        return exchange.getFormData().flatMap(data -> {
            Form form = Form.of(data);
            return Mono.defer(() -> policies.create(form.body()))
                    .map(_ -> Rendering.redirectTo(PATH).build())
                    .onErrorResume(e -> refused(form, e));
        });
    }

    @PostMapping(PATH + "/{id}/delete")
    Mono<Rendering> delete(@PathVariable String id) {
        return Mono.defer(() -> policies.delete(id))
                .thenReturn(Rendering.redirectTo(PATH).build())
                .onErrorResume(e -> refused(Form.EMPTY, e));
    }

    private Mono<Rendering> refused(Form form, Throwable failure) {
        return Trouble.of(failure)
                .map(trouble -> Mono.just(page(form, trouble.at(FIELDS))))
                .orElseGet(() -> Mono.error(failure));
    }

    private Rendering page(Form form, @Nullable Trouble trouble) {
        return Rendering.view("console/access")
                .modelAttribute("policies", policies.all().stream().map(Row::of).toList())
                .modelAttribute("form", form)
                .model(trouble == null ? Map.of() : trouble.model())
                .status(trouble == null ? HttpStatus.OK : trouble.status())
                .build();
    }
}
