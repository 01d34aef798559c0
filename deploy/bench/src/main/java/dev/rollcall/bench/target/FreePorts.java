package dev.rollcall.bench.target;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds ports for {@code deploy/rollcall}, which takes one and the next few. */
final class FreePorts {

    private static final int IN_A_ROW = 12;
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES = 200;

    private FreePorts() {}

    static int inARow() {
        return ThreadLocalRandom.current()
                .ints(TRIES, FIRST, END)
                .filter(first -> IntStream.range(first, first + IN_A_ROW).allMatch(FreePorts::isFree))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No free ports between " + FIRST + " and " + END));
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
