package dev.rollcall.bench.recovery;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.bench.cases.BenchCase;
import dev.rollcall.bench.load.Calls;
import dev.rollcall.bench.load.LoadGenerator;
import dev.rollcall.bench.population.Crowds;
import dev.rollcall.bench.population.Population;
import dev.rollcall.bench.report.RecoveryResult;
import dev.rollcall.bench.target.Admin;
import dev.rollcall.bench.target.Standalone;
import dev.rollcall.bench.target.Target;
import dev.rollcall.schemas.directory.DirectoryCollections;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures what is made anew from the log, of a directory that is as large as it is wanted. */
public final class Recovery {

    private static final String BENCH = "rollcall_bench_fill";

    private final Target target;
    private final @Nullable Standalone standalone;
    private final Population population;
    private final LoadGenerator generator;
    private final Directory size;
    private final Duration window;
    private final Consumer<RecoveryResult> results;

    /** How much is in it at least. */
    public record Directory(int users, int memberships) {}

    public Recovery(
            Target target,
            @Nullable Standalone standalone,
            Population population,
            LoadGenerator generator,
            Directory size,
            Duration window,
            Consumer<RecoveryResult> results) {
        this.target = target;
        this.standalone = standalone;
        this.population = population;
        this.generator = generator;
        this.size = size;
        this.window = window;
        this.results = results;
    }

    public void run(BenchCase bench) {
        if (target.admin() == null || target.kafka() == null || target.mongodb() == null || target.registry() == null) {
            System.err.println(bench.label() + " is measured of a Rollcall whose whole ready line is known.");
            return;
        }
        var connection = new ConnectionString(target.mongodb());
        var calls = new Calls(target.scim(), target.token());
        try (MongoClient client = MongoClients.create(connection);
                var admin = new Admin(target)) {
            MongoDatabase directory =
                    client.getDatabase(Objects.requireNonNull(connection.getDatabase(), "a database in the URI"));
            var inUse = new DirectoryCollections(directory).ofGeneration(generation(admin));
            Held held = Held.of(inUse);
            new Crowds(calls, generator, population)
                    .require(size.users(), size.memberships(), held.users(), held.memberships());
            Held filled = Held.of(inUse);
            var rebuilding = new Rebuilding(
                    admin,
                    standalone,
                    directory,
                    client.getDatabase(BENCH),
                    new Traffic(calls, generator, population),
                    window);
            results.accept(
                    switch (bench) {
                        case BOOTSTRAP ->
                            new Bootstrap(calls, generator, target.kafka(), target.registry())
                                    .run(filled, population.get(0));
                        case REBUILD -> rebuilding.beside(filled);
                        case REBUILD_ALONE -> rebuilding.alone(filled);
                        default -> throw new IllegalArgumentException(bench.label() + " isn't about recovery.");
                    });
        }
    }

    /** The one that is read; an open rebuild would be in the way of the next. */
    private static int generation(Admin admin) {
        return admin.get("rebuilds")
                .valueStream()
                .filter(rebuild -> rebuild.path("state").asString("").equals("confirmed"))
                .mapToInt(rebuild -> rebuild.path("id").asInt())
                .max()
                .orElse(0);
    }
}
