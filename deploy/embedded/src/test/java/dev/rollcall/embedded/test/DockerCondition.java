package dev.rollcall.embedded.test;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

final class DockerCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.enabled("a Docker engine answers");
        }
        System.out.println(
                "SKIPPED " + context.getTestClass().map(Class::getName).orElse("all tests")
                        + ": no Docker engine answers on this machine");
        return ConditionEvaluationResult.disabled("no Docker engine answers");
    }
}
