package dev.rollcall.schemas.topic;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/**
 * What all of the process's registry clients run on, until it ends. Of their own they would have many times as many threads
 * and a directory for files, for a request now and then.
 */
final class RegistryThreads {

    static final Vertx VERTX = Vertx.vertx(new VertxOptions()
            .setUseDaemonThread(true)
            .setEventLoopPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));

    private RegistryThreads() {}
}
