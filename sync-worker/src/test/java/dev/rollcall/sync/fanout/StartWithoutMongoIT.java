package dev.rollcall.sync.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.Backends;
import dev.rollcall.sync.SyncWorkerApplication;
import org.junit.jupiter.api.Test;

/** MongoDB and workers may be started again in any order, as after a power failure. */
class StartWithoutMongoIT {

    private final Backend backend = Backends.shared();

    @Test
    void aWorkerStartsWhileMongoDbIsAway() {
        try (var worker = SyncWorkerApplication.application()
                .run(
                        "--server.port=0",
                        "--rollcall.roles=fanout",
                        "--rollcall.sealing-key=" + TestSettings.SEALING_KEY,
                        "--rollcall.registry.url=" + backend.registryApiUrl(),
                        "--rollcall.topics.partitions=3",
                        "--spring.kafka.bootstrap-servers=" + backend.bootstrap(),
                        // where nobody listens
                        "--spring.mongodb.uri=mongodb://127.0.0.1:1/away?serverSelectionTimeoutMS=100")) {
            assertThat(worker.isRunning()).isTrue();
        }
    }
}
