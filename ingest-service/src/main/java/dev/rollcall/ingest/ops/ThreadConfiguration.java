package dev.rollcall.ingest.ops;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where blocking code runs, and what time it is. */
@Configuration(proxyBeanMethods = false)
class ThreadConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ThreadConfiguration.class);

    static {
        // once for all services of a process; Reactor's own way is a stack trace for every abandoned read of MongoDB
        Hooks.onErrorDropped(failure -> log.atWarn()
                .addKeyValue("cause", failure.getClass().getSimpleName())
                .log("Something failed that nobody waited for any more"));
    }

    /** A virtual thread for each task, so that nothing ever blocks an event loop. */
    @Bean(destroyMethod = "dispose")
    Scheduler blocking() {
        return Schedulers.fromExecutorService(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("blocking-", 0).factory()),
                "blocking");
    }

    /**
     * Event loops of our own: the global ones would end for all services of a process when the first one stops. They end at
     * once, for the web server has answered everything before.
     */
    @Bean
    ReactorResourceFactory reactorResources() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
