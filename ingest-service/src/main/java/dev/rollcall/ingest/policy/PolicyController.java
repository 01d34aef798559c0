package dev.rollcall.ingest.policy;

import dev.rollcall.event.AccessPolicy;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The admin API for access policies. */
@RestController
@RequestMapping("/api/v1/policies")
final class PolicyController {

    private final Policies policies;

    PolicyController(Policies policies) {
        this.policies = policies;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<PolicyBody> create(@RequestBody PolicyBody asked) {
        return policies.create(asked).map(PolicyController::shown);
    }

    @GetMapping
    List<PolicyBody> list() {
        return policies.all().stream().map(PolicyController::shown).toList();
    }

    @GetMapping("/{id}")
    PolicyBody get(@PathVariable String id) {
        return shown(policies.find(id));
    }

    @PutMapping("/{id}")
    Mono<PolicyBody> replace(@PathVariable String id, @RequestBody PolicyBody asked) {
        return policies.replace(id, asked).map(PolicyController::shown);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id) {
        return policies.delete(id);
    }

    private static PolicyBody shown(Settings.Entry<AccessPolicy> policy) {
        return PolicyBody.of(policy.id(), policy.value());
    }
}
