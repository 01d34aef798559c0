package dev.rollcall.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM on this machine uses, as Linux and its own {@code jcmd} tell; 0 where they don't.
 *
 * @param heapMib that is left after a full collection
 * @param connections to a port, as the client's side has them
 */
public record ProcessUse(int threads, double residentMib, double heapMib, int connections) {

    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+)");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern CONNECTION = Pattern.compile("\\s*\\d+: \\S+ \\S+:([0-9A-F]{4}) 01 .*");

    /** @param port of a server on this machine */
    public static ProcessUse of(long pid, int port) {
        String status = read("/proc/" + pid + "/status");
        return new ProcessUse((int) sum(THREADS, status), rounded(sum(RESIDENT, status)), rounded(heapKib(pid)), (int)
                Stream.of("tcp", "tcp6")
                        .flatMap(table -> read("/proc/" + pid + "/net/" + table).lines())
                        .map(CONNECTION::matcher)
                        .filter(Matcher::matches)
                        .filter(connection -> Integer.parseInt(connection.group(1), 16) == port)
                        .count());
    }

    private static long heapKib(long pid) {
        jcmd(pid, "GC.run");
        return sum(USED, jcmd(pid, "GC.heap_info"));
    }

    private static String jcmd(long pid, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }

    private static long sum(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    private static double rounded(long kib) {
        return Math.round(kib / 102.4) / 10.0;
    }
}
