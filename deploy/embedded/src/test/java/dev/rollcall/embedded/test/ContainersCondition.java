package dev.rollcall.embedded.test;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips every test class, saying so on standard output, that is to run on containers where no Docker engine answers. */
public final class ContainersCondition implements ExecutionCondition {

    private final DockerCondition docker = new DockerCondition();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Backends.areContainers() && context.getTestMethod().isEmpty()
                ? docker.evaluateExecutionCondition(context)
                : ConditionEvaluationResult.enabled("the backend is embedded");
    }
}
