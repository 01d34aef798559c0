package dev.rollcall.ingest.login;

import dev.rollcall.ingest.stage.Stage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/** Keycloak with the realm of the tests, in a child process; shared by all tests of a JVM and ended with it. */
final class Keycloak {

    static final String CLIENT = "rollcall-console";
    static final String SECRET = "the-client-secret-of-the-tests";

    /** What Keycloak ends with when it has built itself for its options and wants to be started again. */
    private static final int BUILT = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Keycloak SHARED = new Keycloak();

    private final Path home = Path.of(Objects.requireNonNull(System.getProperty("rollcall.keycloak.home")));
    private final int port = free();
    private volatile Process process;

    private Keycloak() {
        importRealm();
        process = start(List.of());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
        // another thread would wait for this class to be initialized
        Awaitility.await()
                .pollInSameThread()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(this::answers);
    }

    static Keycloak shared() {
        return SHARED;
    }

    String issuer() {
        return "http://127.0.0.1:" + port + "/realms/rollcall";
    }

    String discoveryUrl() {
        return issuer() + "/.well-known/openid-configuration";
    }

    private void importRealm() {
        Path realm = home.resolve("data/import/rollcall-realm.json");
        try (var in = Keycloak.class.getResourceAsStream("/keycloak/rollcall-realm.json")) {
            Files.createDirectories(realm.getParent());
            String json = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(realm, json.replace("${rollcall}", Stage.shared().url()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            if (process.exitValue() != BUILT) {
                throw new IllegalStateException("Keycloak ended; see " + log());
            }
            process = start(List.of("-Dkc.config.built=true"));
        }
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(discoveryUrl())).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    private Process start(List<String> more) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(more);
        for (String opened : List.of("java.util", "java.lang", "java.util.concurrent", "java.security")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-Xms64m",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start-dev",
                "--import-realm",
                "--db=dev-mem",
                "--cache=local",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + free()));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private File log() {
        return home.resolve("keycloak.log").toFile();
    }

    private static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
