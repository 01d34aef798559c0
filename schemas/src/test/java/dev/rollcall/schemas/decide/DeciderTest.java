package dev.rollcall.schemas.decide;

import static dev.rollcall.event.Operation.CREATE;
import static dev.rollcall.event.Operation.DELETE;
import static dev.rollcall.event.Operation.PATCH;
import static dev.rollcall.event.Operation.REPLACE;
import static dev.rollcall.event.ResourceType.GROUP;
import static dev.rollcall.event.ResourceType.USER;
import static dev.rollcall.schemas.decide.Requests.group;
import static dev.rollcall.schemas.decide.Requests.members;
import static dev.rollcall.schemas.decide.Requests.patch;
import static dev.rollcall.schemas.decide.Requests.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Cause;
import dev.rollcall.event.IdentityChange;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningResult;
import dev.rollcall.event.ResourceType;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeciderTest {

    private final Requests requests = new Requests();

    @Test
    void createsAUserActiveAtVersionOne() {
        IdentityChange change = accepted(CREATE, USER, "u1", user("ada", "")).getFirst();

        assertThat(change.getKind()).isEqualTo(EventUris.CREATE);
        assertThat(change.getSequence()).isEqualTo(1);
        assertThat(change.getBefore()).isNull();
        UserState after = (UserState) change.getAfter();
        assertThat(after.getVersion()).isEqualTo(1);
        assertThat(after.getAttributes().getActive()).isTrue();
        assertThat(after.getCreated()).isEqualTo(after.getLastModified());
        assertThat(change.getChangedAttributes()).containsExactly("userName", "active");
    }

    @Test
    void refusesATakenUserNameInAnyCaseAndFreesItWhenItsOwnerLeavesOrRenames() {
        accepted(CREATE, USER, "u1", user("Ada", ""));

        assertThat(rejected(CREATE, USER, "u2", user("ADA", "")).getScimType()).isEqualTo("uniqueness");
        accepted(REPLACE, USER, "u1", user("countess", ""));
        accepted(CREATE, USER, "u2", user("ada", ""));
        assertThat(rejected(REPLACE, USER, "u1", user("ada", "")).getStatus()).isEqualTo(409);
        accepted(DELETE, USER, "u2", null);
        accepted(CREATE, USER, "u3", user("ADA", ""));
    }

    @Test
    void changesTheCaseOfAUsersOwnName() {
        accepted(CREATE, USER, "u1", user("ada", ""));

        assertThat(accepted(REPLACE, USER, "u1", user("ADA", "")).getFirst().getChangedAttributes())
                .containsExactly("userName");
    }

    @Test
    void tellsADeactivationFromASecondLookAtTheSameState() {
        accepted(CREATE, USER, "u1", user("ada", ""));

        IdentityChange off =
                accepted(REPLACE, USER, "u1", user("ada", ",\"active\":false")).getFirst();
        assertThat(off.getKind()).isEqualTo(EventUris.PUT);
        assertThat(off.getAlsoKinds()).containsExactly(EventUris.DEACTIVATE);
        assertThat(off.getVersion()).isEqualTo(2);
        unchanged(REPLACE, USER, "u1", user("ada", ",\"active\":false"));
        // a PUT that leaves active out leaves it alone
        unchanged(REPLACE, USER, "u1", user("ada", ""));
        IdentityChange on = accepted(PATCH, USER, "u1", patch("{\"op\":\"replace\",\"value\":{\"active\":true}}"))
                .getFirst();
        assertThat(on.getAlsoKinds()).containsExactly(EventUris.ACTIVATE);
    }

    @Test
    void unassignsActiveOnceAndCountsTheUserAsActiveThen() {
        String removal = patch("{\"op\":\"remove\",\"path\":\"active\"}");
        accepted(CREATE, USER, "u1", user("ada", ""));

        IdentityChange removed = accepted(PATCH, USER, "u1", removal).getFirst();
        User attributes = ((UserState) removed.getAfter()).getAttributes();
        assertThat(attributes.getActiveAssigned()).isFalse();
        assertThat(attributes.getActive()).isTrue();
        assertThat(removed.getChangedAttributes()).containsExactly("active");
        assertThat(removed.getAlsoKinds()).isEmpty();
        unchanged(PATCH, USER, "u1", removal);
        unchanged(REPLACE, USER, "u1", user("ada", ",\"active\":null"));
        unchanged(REPLACE, USER, "u1", user("ada", ""));

        IdentityChange assigned =
                accepted(REPLACE, USER, "u1", user("ada", ",\"active\":true")).getFirst();
        assertThat(assigned.getChangedAttributes()).containsExactly("active");
        assertThat(assigned.getAlsoKinds()).isEmpty();
    }

    @Test
    void tellsWhenRemovingActiveLetsSomebodyInAgain() {
        accepted(CREATE, USER, "u1", user("ada", ",\"active\":false"));

        IdentityChange removed = accepted(PATCH, USER, "u1", patch("{\"op\":\"remove\",\"path\":\"active\"}"))
                .getFirst();
        IdentityChange off =
                accepted(REPLACE, USER, "u1", user("ada", ",\"active\":false")).getFirst();

        assertThat(removed.getAlsoKinds()).containsExactly(EventUris.ACTIVATE);
        assertThat(off.getAlsoKinds()).containsExactly(EventUris.DEACTIVATE);
        assertThat(((UserState) off.getAfter()).getAttributes().getActiveAssigned())
                .isTrue();
    }

    @Test
    void takesOrderAndAMissingPrimaryForNoChange() {
        accepted(
                CREATE,
                USER,
                "u1",
                user("ada", ",\"emails\":[{\"value\":\"a\",\"type\":\"work\",\"primary\":false},{\"value\":\"b\"}]"));

        unchanged(
                REPLACE,
                USER,
                "u1",
                user("ada", ",\"emails\":[{\"value\":\"b\"},{\"value\":\"a\",\"type\":\"work\"}]"));
    }

    @Test
    void doesNothingForAPatchThatAddsWhatIsThere() {
        accepted(CREATE, USER, "u1", user("ada", ",\"title\":\"Dr\""));

        unchanged(PATCH, USER, "u1", patch("{\"op\":\"add\",\"path\":\"title\",\"value\":\"Dr\"}"));
    }

    @Test
    void checksIfMatchAgainstTheVersion() {
        accepted(CREATE, USER, "u1", user("ada", ""));

        assertThat(requests.decide(REPLACE, USER, "u1", user("ada", ",\"title\":\"x\""), "W/\"7\"")
                        .result()
                        .getStatus())
                .isEqualTo(412);
        assertThat(requests.decide(REPLACE, USER, "u1", user("ada", ",\"title\":\"x\""), "W/\"1\"")
                        .result()
                        .getStatus())
                .isEqualTo(200);
        assertThat(requests.decide(DELETE, USER, "u1", null, "*").result().getStatus())
                .isEqualTo(204);
    }

    @Test
    void answers404ForWhoIsNotThereOrNoLonger() {
        for (Operation operation : List.of(REPLACE, PATCH, DELETE)) {
            assertThat(rejected(operation, USER, "nobody", user("ada", "")).getStatus())
                    .isEqualTo(404);
            assertThat(rejected(operation, GROUP, "none", group("g", null)).getStatus())
                    .isEqualTo(404);
        }
    }

    @Test
    void appliesNothingOfAPatchWithOneBadOperation() {
        accepted(CREATE, USER, "u1", user("ada", ""));

        rejected(
                PATCH,
                USER,
                "u1",
                patch("{\"op\":\"add\",\"path\":\"title\",\"value\":\"x\"},{\"op\":\"remove\",\"path\":\"userName\"}"));

        unchanged(REPLACE, USER, "u1", user("ada", ""));
    }

    @Test
    void turnsAMemberListIntoAdditionsAndRemovals() {
        people("a", "b", "c");
        accepted(CREATE, GROUP, "g", group("G", null));

        IdentityChange first =
                accepted(REPLACE, GROUP, "g", group("G", List.of("a", "b"))).getFirst();
        IdentityChange second =
                accepted(REPLACE, GROUP, "g", group("G", List.of("b", "c"))).getFirst();

        assertThat(first.getMembersAdded()).containsExactly("a", "b");
        assertThat(second.getMembersAdded()).containsExactly("c");
        assertThat(second.getMembersRemoved()).containsExactly("a");
        assertThat(second.getChangedAttributes()).containsExactly("members");
        unchanged(REPLACE, GROUP, "g", group("G", List.of("c", "b")));
        unchanged(REPLACE, GROUP, "g", group("G", null));
        assertThat(accepted(REPLACE, GROUP, "g", group("G", List.of()))
                        .getFirst()
                        .getMembersRemoved())
                .containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void knowsMembersByTheirNameWithTheSchemasUrnToo() {
        people("a", "b");
        String body = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"G\","
                + "\"URN:ietf:params:scim:schemas:core:2.0:Group:Members\":[%s]}";

        assertThat(accepted(CREATE, GROUP, "g", body.formatted("{\"value\":\"a\"}"))
                        .getFirst()
                        .getMembersAdded())
                .containsExactly("a");
        IdentityChange replaced = accepted(REPLACE, GROUP, "g", body.formatted("{\"value\":\"b\"}"))
                .getFirst();
        assertThat(replaced.getMembersAdded()).containsExactly("b");
        assertThat(replaced.getMembersRemoved()).containsExactly("a");
    }

    @Test
    void addsAndRemovesSingleMembersWithoutAskingForAll() {
        people("a", "b");
        accepted(CREATE, GROUP, "g", group("G", List.of("a")));

        accepted(PATCH, GROUP, "g", members("add", List.of("a", "b")));
        unchanged(PATCH, GROUP, "g", members("add", List.of("b")));
        unchanged(PATCH, GROUP, "g", members("remove", List.of("stranger")));
        accepted(PATCH, GROUP, "g", patch("{\"op\":\"remove\",\"path\":\"members[value eq \\\"a\\\"]\"}"));

        assertThat(requests.state().missing(List.of(new Need.MembersOf("c", "g"))))
                .hasSize(1);
        assertThat(requests.state().isMember("c", "g", "b")).isTrue();
        assertThat(requests.state().isMember("c", "g", "a")).isFalse();
    }

    @Test
    void refusesMembersWhoAreNobody() {
        people("a");
        accepted(CREATE, GROUP, "g", group("G", null));

        for (ProvisioningResult result : List.of(
                rejected(CREATE, GROUP, "h", group("H", List.of("a", "x"))),
                rejected(REPLACE, GROUP, "g", group("G", List.of("a", "x"))),
                rejected(PATCH, GROUP, "g", members("add", List.of("x"))))) {
            assertThat(result.getScimType()).isEqualTo("invalidValue");
            assertThat(result.getDetail()).contains("x");
        }
    }

    @Test
    void takesALeaverOutOfTheGroupsFirst() {
        people("a", "b");
        accepted(CREATE, GROUP, "g1", group("G1", List.of("a", "b")));
        accepted(CREATE, GROUP, "g2", group("G2", List.of("a")));

        List<IdentityChange> changes = accepted(DELETE, USER, "a", null);

        assertThat(changes).extracting(IdentityChange::getResource).containsExactly("g1", "g2", "a");
        assertThat(changes)
                .extracting(IdentityChange::getCause)
                .containsExactly(Cause.CASCADE, Cause.CASCADE, Cause.REQUEST);
        assertThat(changes.getFirst().getMembersRemoved()).containsExactly("a");
        assertThat(changes.getLast().getKind()).isEqualTo(EventUris.DELETE);
        assertThat(requests.members("g1")).containsExactly("b");
    }

    @Test
    void emptiesAGroupBeforeItGoes() {
        people("a", "b");
        accepted(CREATE, GROUP, "g", group("G", List.of("a", "b")));

        List<IdentityChange> changes = accepted(DELETE, GROUP, "g", null);

        assertThat(changes).hasSize(2);
        assertThat(changes.getFirst().getMembersRemoved()).containsExactly("a", "b");
        assertThat(changes.getLast().getAfter()).isNull();
        assertThat(requests.groupsOf("a")).isEmpty();
    }

    @Test
    void splitsALargeMemberListIntoChangesOfAThousand() {
        List<String> many = IntStream.range(0, 2_500).mapToObj(i -> "u" + i).toList();
        people(many.toArray(String[]::new));

        List<IdentityChange> changes = accepted(CREATE, GROUP, "g", group("G", many));

        assertThat(changes)
                .extracting(change -> change.getMembersAdded().size())
                .containsExactly(1000, 1000, 500);
        assertThat(changes).extracting(IdentityChange::getVersion).containsOnly(1L);
        assertThat(changes)
                .extracting(IdentityChange::getTxn)
                .containsOnly(changes.getFirst().getTxn());
        assertThat(changes).extracting(IdentityChange::getId).doesNotHaveDuplicates();
    }

    private void people(String... ids) {
        for (String id : ids) {
            accepted(CREATE, USER, id, user(id, ""));
        }
    }

    private List<IdentityChange> accepted(Operation operation, ResourceType type, String id, String body) {
        Decision decision = requests.decide(operation, type, id, body);
        assertThat(decision).as(() -> decision.result().getDetail()).isInstanceOf(Decision.Accepted.class);
        return new ArrayList<>(((Decision.Accepted) decision).changes());
    }

    private ProvisioningResult rejected(Operation operation, ResourceType type, String id, String body) {
        Decision decision = requests.decide(operation, type, id, body);
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        return decision.result();
    }

    private void unchanged(Operation operation, ResourceType type, String id, String body) {
        Decision decision = requests.decide(operation, type, id, body);
        assertThat(decision).as(() -> decision.toString()).isInstanceOf(Decision.Unchanged.class);
        assertThat(decision.result().getStatus()).isEqualTo(200);
    }
}
