package dev.rollcall.embedded;

import java.nio.file.Path;

/** Starts a registry, tells its process id and its URL, and waits to be killed. */
final class RegistryParent {

    private RegistryParent() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedRegistry registry = EmbeddedRegistry.start(Path.of(args[0]), 0, 0);
        System.out.println(registry.pid());
        System.out.println(registry.url());
        Thread.currentThread().join();
    }
}
