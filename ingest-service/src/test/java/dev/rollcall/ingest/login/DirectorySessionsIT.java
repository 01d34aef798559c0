package dev.rollcall.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.event.IdentityUpdate;
import dev.rollcall.ingest.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the directory, the policies and the connection's settings do to sessions that are under way. */
class DirectorySessionsIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final StagedProvider provider = new StagedProvider();
    private final Console console = Console.of(provider);
    private final Browser browser = new Browser();

    @AfterEach
    void stop() {
        provider.close();
    }

    private int status() {
        return browser.call("GET", console.url("/api/v1/policies"), "").status();
    }

    private void expectSoon(int status) {
        await().atMost(AT_ONCE).until(() -> status() == status);
    }

    @Test
    void endsTheSessionOfADeactivatedUserAtOnceOnEveryInstance() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        console.change(setting -> setting.setUserDeprovision(true));
        String user = console.user("ada", "sub-1");
        browser.open(console.start());
        String there = Stage.url(console.stage.second()) + "/api/v1/policies";
        assertThat(browser.call("GET", there, "").status()).isEqualTo(200);

        console.activate(user, "ada", "sub-1", false);

        expectSoon(401);
        assertThat(browser.call("GET", there, "").status()).isEqualTo(401);
        assertThat(new Browser().open(console.start()).expect(403).body()).contains("Your account is deactivated.");
        console.activate(user, "ada", "sub-1", true);
        browser.open(console.start());
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void endsTheSessionOfADeletedUserAtOnce() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        console.change(setting -> setting.setUserDeprovision(true));
        String user = console.user("ada@example.com", "another-subject");
        browser.open(console.start());
        assertThat(status()).isEqualTo(200);

        console.scim.delete("/Users/" + user).expect(204);

        expectSoon(401);
    }

    @Test
    void leavesSessionsOfDeactivatedUsersAloneWhereThatIsNotWanted() {
        console.allow("admin", "{\"kind\": \"everyone\"}");
        String user = console.user("ada", "sub-1");
        browser.open(console.start());

        console.activate(user, "ada", "sub-1", false);

        assertThat(status()).isEqualTo(200);
    }

    @Test
    void letsRolesFollowGroupsWhereUpdatesAreAutomatic() {
        String user = console.user("ada", "sub-1");
        String group = console.group("Identity Team", user);
        console.allow("viewer", "{\"kind\": \"group\", \"value\": \"identity team\"}");
        browser.open(console.start());
        assertThat(status()).isEqualTo(200);

        console.members(group, "Identity Team");
        expectSoon(403);
        console.members(group, "Identity Team", user);
        expectSoon(200);
    }

    @Test
    void asksForANewLoginWhenGroupsChangeWhereThatIsWanted() {
        console.change(setting -> setting.setIdentityUpdate(IdentityUpdate.REAUTH));
        String user = console.user("ada", "sub-1");
        String group = console.group("Staff", user);
        console.allow("viewer", "{\"kind\": \"group\", \"value\": \"Staff\"}");
        console.allow("admin", "{\"kind\": \"group\", \"value\": \"Admins\"}");
        browser.open(console.start());
        console.members(group, "All staff", user);
        assertThat(status()).as("the same group by another name").isEqualTo(200);

        console.group("Admins", user);

        expectSoon(401);
        browser.open(console.start());
        assertThat(browser.visit(console.url("/login")).body()).contains("Ada Lovelace, admin");
    }

    @Test
    void keepsRolesUntilTheNextLoginWhereNothingIsToHappen() {
        console.change(setting -> setting.setIdentityUpdate(IdentityUpdate.NO_ACTION));
        String user = console.user("ada", "sub-1");
        String group = console.group("Staff", user);
        console.allow("viewer", "{\"kind\": \"group\", \"value\": \"Staff\"}");
        browser.open(console.start());

        console.members(group, "Staff");

        assertThat(status()).isEqualTo(200);
        new Browser().open(console.start()).expect(403);
    }

    @Test
    void letsPoliciesHoldForSessionsUnderWay() {
        provider.claims.put("groups", "staff");
        String policy = console.allow("viewer", "{\"kind\": \"claim\", \"name\": \"groups\", \"value\": \"staff\"}");
        browser.open(console.start());
        assertThat(status()).isEqualTo(200);

        console.disallow(policy);
        assertThat(status()).isEqualTo(403);

        console.allow(
                "viewer",
                "{\"kind\": \"everyone\"}",
                ", \"exclude\": [{\"kind\": \"claim\", \"name\": \"groups\", \"value\": \"contractors\"}]");
        assertThat(status())
                .as("whether the claim fits wasn't looked at when they signed in")
                .isEqualTo(403);
        browser.open(console.start());
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void keepsAdministratorsFromLockingThemselvesOut() {
        String own = console.allow("admin", "{\"kind\": \"email\", \"value\": \"ada@example.com\"}");
        browser.open(console.start());
        String csrf = browser.visit(console.url("/login")).csrf();
        String policy = console.url("/api/v1/policies/" + own);
        String connection = console.url("/api/v1/connections/" + console.connection);
        String lesser = """
                {"name": "Test", "role": "viewer", "connections": ["%s"], "include": [{"kind": "everyone"}]}""".formatted(console.connection);

        assertThat(browser.call("PUT", policy, lesser, "X-XSRF-TOKEN", csrf)
                        .expect(409)
                        .body())
                .contains("your own admin role", "force=true");
        browser.call("DELETE", policy, "", "X-XSRF-TOKEN", csrf).expect(409);
        browser.call("PATCH", connection, "{\"enabled\": false}", "X-XSRF-TOKEN", csrf)
                .expect(409);
        assertThat(status()).isEqualTo(200);

        // with another way in it may be changed
        String second = console.allow("admin", "{\"kind\": \"domain\", \"value\": \"example.com\"}");
        browser.call("PUT", policy, lesser, "X-XSRF-TOKEN", csrf).expect(200);
        // and by those who insist, and by the token, which always opens
        browser.call("DELETE", console.url("/api/v1/policies/" + second) + "?force=true", "", "X-XSRF-TOKEN", csrf)
                .expect(204);
        assertThat(browser.visit(console.url("/login")).body()).contains("Ada Lovelace, viewer");
        console.disallow(own);
        assertThat(status()).isEqualTo(403);
    }
}
