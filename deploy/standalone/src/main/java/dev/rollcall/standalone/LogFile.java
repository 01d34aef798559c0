package dev.rollcall.standalone;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sends what the services log to a file instead of the terminal; to be called before anything logs. */
final class LogFile {

    private LogFile() {}

    static void use(Path file) {
        System.setProperty("rollcall.log.file", file.toString());
        // logback.xml alone decides; Spring Boot would reset it with each of the two services
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        // once, before threads compete for it
        LoggerFactory.getLogger(LogFile.class).info("Starting");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
