package dev.rollcall.standalone.demo.pingone;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** PingOne's habits: look first, create what is absent, else read, lay its values over, and PUT the whole. */
final class Provisioner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Provisioner.class);
    private static final int AT_A_TIME = 8;
    private static final String USERS = "Users";
    private static final String GROUPS = "Groups";

    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory());
    private final ScimServer server;
    private final Company company;

    Provisioner(ScimServer server, Company company) {
        this.server = server;
        this.company = company;
    }

    /** Several people at once, each of them in one go; whoever is refused is in the server's log. */
    void people(Collection<Employee> employees) {
        each(employees, this::person);
    }

    /** Several groups at once, each of them in one go. */
    void teams(Collection<Team> teams) {
        each(teams, this::team);
    }

    private <T> void each(Collection<T> all, Consumer<T> push) {
        List<? extends Future<?>> running = all.stream()
                .map(one -> threads.submit(() -> attempt(one, push)))
                .toList();
        for (Future<?> future : running) {
            try {
                future.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("The SCIM server can't be reached", e.getCause());
            }
        }
    }

    private static <T> void attempt(T one, Consumer<T> push) {
        try {
            push.accept(one);
        } catch (RefusedException e) {
            log.error("PingOne's push was refused", e);
        }
    }

    private void person(Employee employee) {
        Optional<ObjectNode> there = find(employee);
        if (employee.isDeleted()) {
            there.ifPresent(user -> server.delete(USERS, user.path("id").asString()));
            company.link(employee.number(), null);
            return;
        }
        ObjectNode before = there.orElseGet(() -> JsonMapper.shared().createObjectNode());
        ObjectNode user = Mapping.user(before, employee);
        ObjectNode after = there.isPresent() ? server.put(USERS, before, user) : server.post(USERS, user);
        company.link(employee.number(), after.path("id").asString());
    }

    /** Who was provisioned before is known by id, for the user name may have changed since. */
    private Optional<ObjectNode> find(Employee employee) {
        Optional<ObjectNode> known = Optional.ofNullable(employee.remoteId()).flatMap(id -> server.get(USERS, id));
        return known.isPresent() ? known : server.find(USERS, "username Eq \"" + employee.userName() + "\"");
    }

    private void team(Team team) {
        ObjectNode group = server.find(GROUPS, "displayName eq \"" + team.name() + "\"")
                .orElseGet(() -> server.post(GROUPS, Mapping.group(team.name())));
        List<String> members = team.members().stream()
                .sorted()
                .map(number -> company.employee(number).remoteId())
                .filter(Objects::nonNull)
                .toList();
        server.put(GROUPS, group, Mapping.members(group, members));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.close();
    }
}
