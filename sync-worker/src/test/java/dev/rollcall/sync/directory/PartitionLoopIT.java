package dev.rollcall.sync.directory;

import dev.rollcall.embedded.Backend;
import dev.rollcall.embedded.test.EmbeddedBackends;

class PartitionLoopIT extends PartitionLoopSuite {

    @Override
    Backend backend() {
        return EmbeddedBackends.shared();
    }
}
