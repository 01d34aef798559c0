package dev.rollcall.sync.directory;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.ContainerBackend;
import dev.rollcall.embedded.test.RequiresDocker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@RequiresDocker
class PartitionLoopContainersIT extends PartitionLoopSuite {

    private static ContainerBackend backend;

    @BeforeAll
    static void start() {
        backend = ContainerBackend.start();
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @Override
    Backend backend() {
        return backend;
    }
}
