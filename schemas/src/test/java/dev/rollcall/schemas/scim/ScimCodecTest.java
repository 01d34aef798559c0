package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScimCodecTest {

    private static final String FULL = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","urn:example:badge:1.0:User"],
             "externalId":"hr-1","userName":"ada@example.com","name":{"familyName":"Lovelace","givenName":"Ada"},
             "title":"Countess","active":true,
             "emails":[{"value":"ada@example.com","type":"work","primary":true},{"value":"ada@home.example","type":"home"}],
             "addresses":[{"locality":"London","country":"GB","type":"work"}],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"701","manager":{"value":"m-1","$ref":"../Users/m-1"}},
             "urn:example:badge:1.0:User":{"colour":"blue","levels":[1,2.5],"nested":{"b":true}}}""";

    private final Reading reading = Reading.lenient();
    private final List<String> warnings = reading.warnings();

    @Test
    void writesWhatItRead() {
        User user = ScimCodec.USER.read(ScimJson.read(FULL), null, reading);

        assertThat(ScimCodec.USER.write(user)).isEqualTo(ScimJson.read(FULL));
        assertThat(warnings).hasSize(2).allMatch(warning -> warning.contains("isn't declared"));
    }

    @Test
    void readsNamesInAnyCaseAndCoreUrnBeforeThem() {
        User user = user("\"USERNAME\":\"ada\",\"Name\":{\"GIVENNAME\":\"Ada\"},"
                + "\"urn:ietf:params:scim:schemas:core:2.0:User:title\":\"Countess\"");

        assertThat(user.getUserName()).isEqualTo("ada");
        assertThat(user.getName().getGivenName()).isEqualTo("Ada");
        assertThat(user.getTitle()).isEqualTo("Countess");
    }

    @Test
    void takesNullEmptyAndAbsentAsUnassigned() {
        User user = user(
                "\"userName\":\"ada\",\"title\":null,\"nickName\":\"\",\"name\":{},\"emails\":[],\"phoneNumbers\":null");

        assertThat(ScimCodec.USER.write(user)).isEqualTo(ScimCodec.USER.write(user("\"userName\":\"ada\"")));
    }

    @Test
    void ignoresWhatOnlyTheServerSetsAndThePassword() {
        User user =
                user("\"userName\":\"ada\",\"id\":\"x\",\"meta\":{\"version\":\"1\"},\"groups\":[{\"value\":\"g\"}],"
                        + "\"password\":\"secret\"");

        assertThat(ScimCodec.USER.write(user).toString()).doesNotContain("secret", "meta", "groups", "\"id\"");
    }

    @Test
    void mendsTheTwoPrimariesOfPingOneAndSaysSo() {
        User user = user("\"userName\":\"a\",\"emails\":[{\"value\":\"a@x\",\"type\":\"work\",\"primary\":true},"
                + "{\"value\":\"a@x\",\"type\":\"home\",\"primary\":true}]");

        assertThat(user.getEmails()).extracting("primary").containsExactly(true, false);
        assertThat(warnings).singleElement().asString().contains("primary");
    }

    @Test
    void takesBooleansAsStringsAndSaysSo() {
        assertThat(user("\"userName\":\"a\",\"active\":\"False\"").getActive()).isFalse();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void keepsActiveAndExternalIdThatAPutLeavesOut() {
        User before = user("\"userName\":\"a\",\"active\":false,\"externalId\":\"e\",\"title\":\"t\"");

        User after = ScimCodec.USER.read(resource("\"userName\":\"a\""), before, reading);

        assertThat(after.getActive()).isFalse();
        assertThat(after.getExternalId()).isEqualTo("e");
        assertThat(after.getTitle()).isNull();
    }

    @Test
    void letsNoDeactivatedUserInAgainByANullOfAPut() { // point 3
        User before = user("\"userName\":\"a\",\"active\":false");

        for (String none : List.of("null", "\"\"")) {
            User after = ScimCodec.USER.read(resource("\"userName\":\"a\",\"active\":" + none), before, reading);
            assertThat(after.getActive()).isFalse();
            assertThat(after.getActiveAssigned()).isTrue();
        }
    }

    @Test
    void keepsActiveUnassignedUntilAPutAssignsIt() {
        User unassigned = User.newBuilder(user("\"userName\":\"a\""))
                .setActiveAssigned(false)
                .build();

        User kept = ScimCodec.USER.read(resource("\"userName\":\"a\""), unassigned, reading);
        User assigned = ScimCodec.USER.read(resource("\"userName\":\"a\",\"active\":true"), unassigned, reading);

        assertThat(kept).isEqualTo(unassigned);
        assertThat(ScimCodec.USER.write(kept).has("active")).isFalse();
        assertThat(ScimCodec.USER.write(assigned).get("active").asBoolean()).isTrue();
    }

    @Test
    void makesAUserActiveWhomTheClientCreatesWithoutSayingSo() {
        for (String none : List.of("", ",\"active\":null")) {
            User user = user("\"userName\":\"a\"" + none);
            assertThat(ScimCodec.USER.write(user).get("active").asBoolean()).isTrue();
        }
    }

    @Test
    void warnsOfMissingSchemasAndRefusesForeignOnes() {
        ScimCodec.USER.read(ScimJson.read("{\"userName\":\"a\"}"), null, reading);
        assertThat(warnings).hasSize(1);

        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> ScimCodec.GROUP.read(resource("\"displayName\":\"a\""), null, reading))
                .returns("invalidSyntax", ScimException::scimType);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "title":"x"                                  | invalidValue  | userName
            "userName":""                                | invalidValue  | userName
            "userName":7                                 | invalidValue  | userName
            "userName":"a","name":"Ada"                  | invalidValue  | name
            "userName":"a","active":"maybe"              | invalidValue  | active
            "userName":"a","active":1                    | invalidValue  | active
            "userName":"a","emails":[7]                  | invalidValue  | emails[0]
            "userName":"a","emails":[{"value":{"a":1}}]  | invalidValue  | emails[0].value
            "userName":"a","x509Certificates":[{"value":"%"}] | invalidValue | x509Certificates[0].value
            "userName":"a","shoeSize":44                 | invalidSyntax | shoeSize
            "userName":"a","name":{"shoeSize":"44"}      | invalidSyntax | name.shoeSize
            "userName":"a","urn:example:x":"text"        | invalidValue  | urn:example:x
            """)
    void refusesWithTheRightScimTypeAndNamesThePlace(String members, String scimType, String place) { // points 5, 6, 31
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> user(members))
                .returns(400, ScimException::status)
                .returns(scimType, ScimException::scimType)
                .withMessageContaining(place);
    }

    private User user(String members) {
        return ScimCodec.USER.read(resource(members), null, reading);
    }

    private static tools.jackson.databind.node.ObjectNode resource(String members) {
        return ScimJson.read("{\"schemas\":[\"" + ScimCodec.USER_URN + "\"]," + members + "}");
    }
}
