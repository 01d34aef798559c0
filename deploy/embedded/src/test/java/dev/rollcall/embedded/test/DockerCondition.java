package dev.rollcall.embedded.test;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

final class DockerCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return answers(context.getTestClass().map(Class::getName).orElse("all tests"))
                ? ConditionEvaluationResult.enabled("a Docker engine answers")
                : ConditionEvaluationResult.disabled("no Docker engine answers");
    }

    /** Whether a Docker engine answers; says on standard output that these tests are skipped where none does. */
    static boolean answers(String tests) {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return true;
        }
        System.out.println("SKIPPED " + tests + ": no Docker engine answers on this machine");
        return false;
    }
}
