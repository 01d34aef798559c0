package dev.rollcall.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.HttpCalls.Answer;
import dev.rollcall.ingest.stage.Roll;
import dev.rollcall.ingest.stage.Stage;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A group's page, its timeline, and the way back to what it was. */
class GroupIT {

    private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"};
    private static final String[] HTML = {"Accept", "text/html"};

    private final Stage stage = Stage.shared();
    private final HttpCalls admin = stage.admin();
    private final HttpCalls scim = stage.connection();
    private final Roll roll = new Roll(scim);
    private final String ada = roll.user("ada");
    private final String poets = roll.group("Poets");

    @Test
    void showsWhoIsInItAndHowItCameToBeSo() {
        roll.join(poets, ada);
        roll.rename(poets, "Engineers");

        assertThat(page(group()))
                .contains("<bdi>Engineers</bdi>", "<bdi>ada</bdi>", person(), "1 member joined.")
                .contains("<bdi>Poets</bdi> → <bdi>Engineers</bdi>", group() + "/then?sequence=2");
        assertThat(page(person())).contains("<a href=\"" + group() + "\"><bdi>Engineers</bdi></a>");
        assertThat(page(person())).contains("<a href=\"" + group() + "\">Joined Poets</a>");
        assertThat(page(group() + "/then?sequence=3")).contains("As it was", "<bdi>Poets</bdi>", person());
        assertThat(page(group() + "/then?sequence=2")).contains("Nobody is in it.");
        assertThat(admin.get(group() + "/then?at=2020-01-01T00:00", HTML).status())
                .isEqualTo(404);
    }

    @Test
    void isFoundByTheBeginningOfItsNameAndOnceDeletedByItsId() {
        assertThat(found("poe").header("Location")).isEqualTo(group());
        String poesy = roll.group("Poesy");
        assertThat(body(found("poe"))).contains("2 groups", group(), poesy);
        roll.user("poet");
        assertThat(body(found("poe"))).contains("One person", "2 groups");

        roll.delete("/Groups/" + poets);

        assertThat(found(poets).header("Location")).isEqualTo(group());
        assertThat(page(group())).contains("<bdi>Poets</bdi>", "Deleted:", "Created");
    }

    @Test
    void idsOfPeopleAndOfGroupsAreNotMixedUp() {
        assertThat(admin.get(group().replace(poets, ada), HTML).status()).isEqualTo(404);
        assertThat(admin.get(person().replace(ada, poets), HTML).status()).isEqualTo(404);
        assertThat(admin.get(group().replace(poets, UUID.randomUUID().toString()), HTML)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void comesBackWithItsMembers() {
        roll.join(poets, ada);
        roll.leave(poets, ada);
        roll.rename(poets, "Nobodies");

        String plan = body(admin.post(group() + "/restore", "sequence=3", FORM));
        assertThat(plan).contains("Nothing is changed yet.", "ada gets in", "Nobodies", "Poets");
        Matcher guard = Pattern.compile("name=\"guard\" value=\"([0-9a-f]+)\"").matcher(plan);
        assertThat(guard.find()).isTrue();
        Answer done =
                admin.post(group() + "/restore", "sequence=3&reason=Synced+by+mistake&guard=" + guard.group(1), FORM);

        assertThat(body(done)).contains("Restored", "href=\"" + group() + "\"");
        JsonNode now = scim.get("/Groups/" + poets).expect(200);
        assertThat(now.get("displayName").stringValue()).isEqualTo("Poets");
        assertThat(now.get("members").get(0).get("value").stringValue()).isEqualTo(ada);
        assertThat(page(group())).contains("by a restore of the admin token", "“Synced by mistake”");
    }

    @Test
    void manyMembersAreShownAPageAtATime() {
        var members = new StringBuilder();
        for (int i = 0; i < 51; i++) {
            members.append(i == 0 ? "" : ", ").append("{\"value\": \"" + roll.user("m" + i) + "\"}");
        }
        scim.put("/Groups/" + poets, "{\"displayName\": \"Poets\", \"members\": [" + members + "]}")
                .expect(200);

        assertThat(page(group())).contains("51 members", "Page 1 of 2", group() + "?page=2", "<bdi>m0</bdi>");
        assertThat(page(group() + "?page=2")).contains("<bdi>m50</bdi>").doesNotContain("<bdi>m0</bdi>");
        String then = page(group() + "/then?sequence=99");
        assertThat(then).contains(group() + "/then?sequence=99&amp;page=2");
    }

    private String group() {
        return "/console/connections/" + scim.connection() + "/groups/" + poets;
    }

    private String person() {
        return "/console/connections/" + scim.connection() + "/people/" + ada;
    }

    private Answer found(String who) {
        return admin.post("/console/people", "connection=" + scim.connection() + "&who=" + who, FORM);
    }

    private String page(String path) {
        return body(admin.get(path, HTML));
    }

    private static String body(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.response().body();
    }
}
