package dev.rollcall.standalone;

import dev.rollcall.embedded.EmbeddedBackend;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A running Rollcall; it stops when the process is told to end.
 *
 * @param url of its HTTP edge, without a slash at the end
 * @param scim base URL of the connection {@code demo}
 * @param token of that connection
 * @param admin token of the admin API
 * @param kafka bootstrap servers
 * @param registry the registry's Confluent-compatible API
 * @param registryApi the registry's own API
 * @param fanOut the process that brings changes to apps, or null where this one does it
 * @param demoData where the demonstration keeps what it needs
 */
public record Rollcall(
        Ports ports,
        String url,
        String scim,
        String token,
        String admin,
        String kafka,
        String registry,
        String registryApi,
        String mongodb,
        @Nullable FanOutProcess fanOut,
        Path demoData) {

    static final String HOST = "127.0.0.1";

    /**
     * Starts all.
     *
     * @param parts gets all that has to be stopped
     * @param isApart whether changes are brought to apps by a process of its own
     */
    static Rollcall start(UpOptions options, Terminal terminal, Parts parts, boolean isApart) {
        long begin = System.nanoTime();
        Ports ports = options.ports();
        Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "stop"));
        DataDirectory data = parts.add(DataDirectory.open(options.data(), options.isFresh()));
        ports.requireFree();
        LogFile.use(data.log());
        terminal.tell("Starting Kafka, MongoDB and the schema registry; the log is " + data.log());

        EmbeddedBackend backend = parts.add(EmbeddedBackend.start(data.backend(), ports.backend()));
        terminal.tell("Kafka, MongoDB and the schema registry are ready");
        Secrets secrets = Secrets.in(data.secrets());
        ServiceSettings settings = new ServiceSettings(ports, backend, secrets);
        Services services = parts.add(Services.start(settings, isApart ? "directory" : "directory, fanout"));
        FanOutProcess fanOut = isApart ? parts.add(FanOutProcess.start(settings.fanOut(), data.fanOutLog())) : null;
        String url = "http://" + HOST + ":" + ports.http();
        DemoConnection.require(services.ingest(), secrets.demoToken());
        terminal.tell("Rollcall is ready after %.1f s".formatted((System.nanoTime() - begin) / 1e9));

        Rollcall rollcall = new Rollcall(
                ports,
                url,
                url + "/scim/v2/" + DemoConnection.ID,
                secrets.demoToken(),
                secrets.adminToken(),
                backend.bootstrap(),
                backend.registryUrl(),
                backend.registryApiUrl(),
                backend.mongodbUri() + "/" + ServiceSettings.DATABASE,
                fanOut,
                data.demo());
        terminal.ready(rollcall.readyLine());
        return rollcall;
    }

    /** The id of the connection to push to. */
    public String connection() {
        return DemoConnection.ID;
    }

    /** What a script needs to go on. */
    String readyLine() {
        return "ROLLCALL READY console=%s/ scim=%s token=%s admin=%s kafka=%s registry=%s mongodb=%s"
                .formatted(url, scim, token, admin, kafka, registry, mongodb);
    }
}
