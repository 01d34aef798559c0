package dev.rollcall.sync.ops;

import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Reads {@code rollcall.roles}. */
final class RoleCondition implements Condition {

    private static final List<Role> ALL = List.of(Role.values());

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Role role = metadata.getAnnotations().get(ConditionalOnRole.class).getEnum("value", Role.class);
        List<Role> roles = Binder.get(context.getEnvironment())
                .bind("rollcall.roles", Bindable.listOf(Role.class))
                .orElse(ALL);
        return Set.copyOf(roles).contains(role);
    }
}
