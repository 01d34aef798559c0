package dev.rollcall.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Finds ports below the range that the system hands out to outgoing connections, which could take them meanwhile. */
final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES = 200;

    /** Each process begins anywhere, so that those that start at once hardly ever take each other's. */
    private static final AtomicLong next =
            new AtomicLong(ThreadLocalRandom.current().nextInt(END - FIRST));

    private FreePorts() {}

    static int orFree(int port) {
        return port == 0 ? any() : port;
    }

    static int any() {
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + (int) (next.getAndIncrement() % (END - FIRST));
            if (free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port between " + FIRST + " and " + END);
    }

    private static boolean free(int port) {
        try (ServerSocket ignored = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
