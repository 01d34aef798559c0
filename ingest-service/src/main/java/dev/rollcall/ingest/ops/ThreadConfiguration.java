package dev.rollcall.ingest.ops;

import java.time.Clock;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where blocking code runs, and what time it is. */
@Configuration(proxyBeanMethods = false)
class ThreadConfiguration {

    /** A virtual thread for each task, so that nothing ever blocks an event loop. */
    @Bean(destroyMethod = "dispose")
    Scheduler blocking() {
        return Schedulers.fromExecutorService(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("blocking-", 0).factory()),
                "blocking");
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
