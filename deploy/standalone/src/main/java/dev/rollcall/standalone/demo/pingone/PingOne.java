package dev.rollcall.standalone.demo.pingone;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A PingOne environment that provisions its people to one SCIM server, and the story of some months in it. */
public final class PingOne implements AutoCloseable {

    private static final int AT_ONCE = 8;

    private final PushLog log = new PushLog();
    private final CompanyFile file;
    private final int run;
    private final Company company;
    private final Provisioner provisioner;
    private volatile @Nullable String phase;

    /**
     * Nothing is sent yet.
     *
     * @param state where its people are kept from one run to the next
     * @param scim base URL of the server
     */
    public PingOne(Path state, String scim, String token) {
        this.file = new CompanyFile(state);
        Company.Roll roll = file.read();
        this.run = roll.run() + 1;
        this.company = new Company(roll);
        this.provisioner = new Provisioner(new ScimServer(scim, token, log), company);
    }

    /** Lets everything happen: a first sync, months of changes, and a full resync. */
    public void play(int people, int groups) {
        company.grow(people, groups);
        phase("first sync", this::everything);
        List<Employee> moved = company.move(people / 6);
        phase("movers", () -> provisioner.people(moved));
        List<Employee> renamed = company.rename(Math.max(1, people / 40));
        phase("new names", () -> provisioner.people(renamed));
        List<Team> regrouped = company.regroup(Math.max(1, groups / 2));
        phase("membership changes", () -> provisioner.teams(regrouped));
        List<Employee> disabled = company.disable(Math.max(2, people / 16));
        phase("leavers disabled", () -> provisioner.people(disabled));
        List<Employee> deleted = company.delete(Math.max(1, people / 33));
        phase("leavers deleted", () -> provisioner.people(deleted));
        phase("full resync", this::everything);
        phase = null;
    }

    /** People move, over and over, for as long as it is told to. */
    public void goOn(BooleanSupplier isWanted) {
        while (isWanted.getAsBoolean()) {
            List<Employee> moved = company.move(AT_ONCE);
            phase("movers", () -> provisioner.people(moved));
        }
        phase = null;
    }

    /** Pushes everybody and all groups, as after a refusal; returns how many of these pushes were refused. */
    public int resync() {
        int before = log.refusals().size();
        phase("full resync", this::everything);
        phase = null;
        return log.refusals().size() - before;
    }

    private void everything() {
        provisioner.people(company.employees());
        provisioner.teams(company.teams());
    }

    /** What it means to do is written down before it is done, so that a crash leaves nothing half done. */
    private void phase(String name, Runnable pushes) {
        phase = name;
        file.write(company.roll(run));
        pushes.run();
        file.write(company.roll(run));
    }

    /** What it does at the moment; null when it rests. */
    public @Nullable String phase() {
        return phase;
    }

    public PushLog log() {
        return log;
    }

    /** Its people as SCIM users, under the server's ids. */
    public List<ObjectNode> users() {
        return company.employees().stream()
                .filter(employee -> !employee.isDeleted())
                .map(employee -> Mapping.user(JsonMapper.shared().createObjectNode(), employee)
                        .put("id", employee.remoteId()))
                .toList();
    }

    /** Its groups with their members, under the server's ids. */
    public List<ObjectNode> groups() {
        Map<String, String> ids = company.employees().stream()
                .filter(employee -> employee.remoteId() != null)
                .collect(Collectors.toMap(Employee::number, employee -> String.valueOf(employee.remoteId())));
        return company.teams().stream()
                .map(team -> Mapping.members(
                        Mapping.group(team.name()),
                        team.members().stream()
                                .filter(ids::containsKey)
                                .map(ids::get)
                                .map(String::valueOf)
                                .toList()))
                .toList();
    }

    @Override
    public void close() {
        provisioner.close();
    }
}
