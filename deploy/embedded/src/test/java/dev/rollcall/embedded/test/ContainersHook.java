package dev.rollcall.embedded.test;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** What {@link ContainersCondition} is to JUnit, for jqwik's classes. */
public final class ContainersHook implements SkipExecutionHook {

    @Override
    public boolean appliesTo(Optional<AnnotatedElement> element) {
        return Backends.areContainers()
                && element.filter(Class.class::isInstance).isPresent();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
        return DockerCondition.answers(context.label())
                ? SkipResult.doNotSkip()
                : SkipResult.skip("no Docker engine answers");
    }
}
