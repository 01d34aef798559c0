package dev.rollcall.embedded;

import java.io.IOException;

/** Ends a child process with its parent, even by kill -9: then its standard input ends. Runs the registry that way. */
public final class ParentWatch {

    private ParentWatch() {}

    /** Starts Quarkus beside a thread that reads standard input to its end. */
    public static void main(String[] args) throws ReflectiveOperationException {
        begin();
        Class.forName("io.quarkus.bootstrap.runner.QuarkusEntryPoint")
                .getMethod("main", String[].class)
                .invoke(null, (Object) args);
    }

    /** From now on this process ends with its parent. */
    public static void begin() {
        Thread watch = new Thread(ParentWatch::haltAtEndOfInput, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    @SuppressWarnings("SystemExitOutsideMain")
    private static void haltAtEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // nobody writes
            }
        } catch (IOException e) {
            // no more input either
        }
        // no shutdown hooks: what is acknowledged is in the file, and the port has to be free at once
        Runtime.getRuntime().halt(1);
    }
}
