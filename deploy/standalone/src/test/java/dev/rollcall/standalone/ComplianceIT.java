package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client and compliance checker of another language, scim2-tester for Python, finds nothing to complain about. */
class ComplianceIT {

    private static final Path SCRIPTS = Path.of("src", "test", "python");
    private static final Path ENVIRONMENT = Path.of("target", "python");

    @TempDir
    private Path data;

    @Test
    void satisfiesAThirdPartyComplianceChecker() throws Exception {
        assumeTrue(
                installs("python3", "-m", "venv", ENVIRONMENT.toString())
                        && installs(
                                python(),
                                "-m",
                                "pip",
                                "install",
                                "--quiet",
                                "--disable-pip-version-check",
                                "-r",
                                SCRIPTS.resolve("requirements.txt").toString()),
                "Skipped: Python 3 or its packages aren't to be had here.");
        String[] up = {"up", "--port", Integer.toString(RollcallIT.freePorts()), "--data", data.toString()};
        try (LaunchedRollcall rollcall = LaunchedRollcall.start(up)) {
            Map<String, String> ready = rollcall.awaitReady();

            List<String> checks = run(ready.get("scim"), ready.get("token"));

            assertThat(checks).hasSizeGreaterThan(30);
            assertThat(checks).allMatch(check -> check.startsWith("SUCCESS"));
        }
    }

    /** Every line that the checker prints. */
    private static List<String> run(String url, String token) throws IOException, InterruptedException {
        var checker = new ProcessBuilder(
                        python(), SCRIPTS.resolve("compliance.py").toString(), url)
                .redirectErrorStream(true);
        checker.environment().put("SCIM_TOKEN", token);
        Process process = checker.start();
        List<String> lines = process.inputReader().readAllLines();
        process.waitFor();
        return lines;
    }

    private static boolean installs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String python() {
        return ENVIRONMENT.resolve("bin").resolve("python").toAbsolutePath().toString();
    }
}
