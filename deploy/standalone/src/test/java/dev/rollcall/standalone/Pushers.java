package dev.rollcall.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.standalone.ScimClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Clients that push one after the other, whatever happens: each creates a user, adds it to the group, and goes on to the
 * next. What is answered 503 they repeat, as Retry-After asks, only sooner.
 */
final class Pushers implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final ScimClient scim;
    private final String group;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Map<String, String> created = new ConcurrentHashMap<>();
    private final Set<String> repeated = ConcurrentHashMap.newKeySet();
    private final Set<String> joined = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopping;

    Pushers(ScimClient scim, String group) {
        this.scim = scim;
        this.group = group;
        for (int i = 0; i < CLIENTS; i++) {
            String name = group.substring(group.length() - 6) + "-" + i + "-";
            clients.add(threads.submit(() -> run(name)));
        }
    }

    private void run(String name) {
        for (int i = 0; !isStopping; i++) {
            String userName = name + i;
            Answer answer = insist(() -> scim.createUser(userName), 201, userName);
            if (answer.status() == 201) {
                created.put(userName, answer.id());
                insist(() -> scim.join(group, answer.id()), 204, "");
                joined.add(answer.id());
            }
        }
    }

    /** Until it is taken; a repeated creation may meet itself, for a 503 doesn't say that nothing was done. */
    private Answer insist(Supplier<Answer> push, int taken, String userName) {
        boolean isRepeated = false;
        while (true) {
            Answer answer = push.get();
            answers.add(answer);
            if (answer.status() == 503) {
                answer.expectUnavailable();
                isRepeated = true;
                LockSupport.parkNanos(BETWEEN.toNanos());
            } else if (isRepeated && taken == 201 && answer.status() == 409) {
                repeated.add(userName);
                return answer;
            } else {
                return answer.expect(taken);
            }
        }
    }

    long answered(int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    /** Lets every client finish what it is at; fails as they did. */
    void finish() throws Exception {
        isStopping = true;
        for (Future<?> client : clients) {
            client.get();
        }
        assertThat(answers).isNotEmpty();
    }

    /** User name to id, as the clients were told. */
    Map<String, String> created() {
        return created;
    }

    /** User names whose creation was answered 503 first and then found done. */
    Set<String> repeated() {
        return repeated;
    }

    /** The ids of those of whom the clients were told that they are members of the group. */
    Set<String> joined() {
        return joined;
    }

    @Override
    public void close() {
        isStopping = true;
        threads.shutdownNow();
    }
}
