package dev.rollcall.ingest.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tests that drive a real browser; where none is installed they are skipped, and say so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InChromium.Installed.class)
public @interface InChromium {

    /** Looks for the browser before a class is begun. */
    final class Installed implements ExecutionCondition {

        private static final Logger log = LoggerFactory.getLogger(InChromium.class);
        private static final String SKIPPED = "SKIPPED all tests in a real browser: no chromium or google-chrome with"
                + " chromedriver is on the PATH, nor do CHROME and CHROMEDRIVER lead to them";

        private static final AtomicBoolean TOLD = new AtomicBoolean();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Installation.found().isPresent()) {
                return ConditionEvaluationResult.enabled("Chromium is installed");
            }
            if (TOLD.compareAndSet(false, true)) {
                log.warn(SKIPPED);
            }
            return ConditionEvaluationResult.disabled(SKIPPED);
        }
    }
}
