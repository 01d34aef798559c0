package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each profile tolerates, and what strict answers instead. */
class ProfileTest {

    private static final String OF_USER = "{\"schemas\":[\"" + ScimCodec.USER_URN + "\"],\"userName\":\"a\",";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "active":"False"                                                        | invalidValue  | PINGONE
            "emails":["a@b"]                                                        | invalidValue  | PINGONE
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":"m"} | invalidValue | ENTRA
            "emails":{"value":"a@b"}                                                | invalidValue  | ENTRA
            "phoneNumbers":[{"type":"work"}]                                        | invalidValue  | PINGONE
            "emails":[{"value":"x","type":"work"},{"value":"x","type":"work"},{"value":"x","type":"work","primary":true}] | invalidValue | PINGONE
            "emails":[{"value":"x","primary":true},{"value":"y","primary":true}]    | invalidValue  | PINGFEDERATE
            "shoeSize":44                                                           | invalidSyntax | ENTRA
            "name":{"shoeSize":44}                                                  | invalidSyntax | OKTA
            "password":"secret"                                                     | mutability    | OKTA
            "urn:example:x:1.0:User":{"a":1}                                        | invalidSyntax | PINGONE
            """)
    void toleratesWithAWarningWhatStrictRefuses(
            String members, String scimType, Profile profile) { // points 5, 16, 21, 22, 24, 31
        Reading reading = reading(profile);

        ScimCodec.USER.read(ScimJson.read(OF_USER + members + "}"), null, reading);

        assertThat(reading.warnings()).hasSize(1).noneMatch(warning -> warning.contains("secret"));
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() ->
                        ScimCodec.USER.read(ScimJson.read(OF_USER + members + "}"), null, reading(Profile.STRICT)))
                .returns(400, ScimException::status)
                .returns(scimType, ScimException::scimType);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"op":"Add","path":"displayName","value":"x"}                        | invalidSyntax
            {"op":"remove","path":"members","value":[{"value":"u"}]}             | invalidSyntax
            {"op":"add","path":"members","value":["u"]}                          | invalidValue
            {"op":"replace","value":{"id":"1","displayName":"x"}}                | mutability
            {"op":"replace","value":{"urn:ietf:params:scim:schemas:core:2.0:Group:displayName":"x"}} | invalidPath
            """)
    void readsPatchesInDialectWhereStrictRefuses(String operation, String scimType) { // points 70, 81
        String body =
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operation + "]}";
        Reading reading = reading(Profile.ENTRA);

        PatchReader.read(ScimCodec.GROUP, ScimJson.read(body), reading);

        assertThat(reading.warnings()).hasSize(1);
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> PatchReader.read(ScimCodec.GROUP, ScimJson.read(body), reading(Profile.STRICT)))
                .returns(scimType, ScimException::scimType);
    }

    @Test
    void addsTheValueThatEntraReplaces() { // point 81
        String body = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":["
                + "{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"a@b\"}]}";
        User before = ScimCodec.USER.read(
                ScimJson.read(OF_USER + "\"emails\":[{\"value\":\"h\",\"type\":\"home\"}]}"), null, Reading.lenient());

        User after = patched(before, body, Profile.ENTRA);

        assertThat(after.getEmails()).extracting("type").containsExactly("home", "work");
        assertThat(after.getEmails()).extracting("value").containsExactly("h", "a@b");
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> patched(before, body, Profile.STRICT))
                .returns("noTarget", ScimException::scimType);
    }

    private static User patched(User before, String body, Profile profile) {
        Reading reading = reading(profile);
        var ops = PatchReader.read(ScimCodec.USER, ScimJson.read(body), reading).stream()
                .map(op -> (PatchOp.OnAttribute) op)
                .toList();
        return AttributePatch.apply(ScimCodec.USER, before, ops, reading);
    }

    @Test
    void tellsTheSettingOfTheClientThatCuresIt() {
        Reading entra = reading(Profile.ENTRA);
        ScimCodec.USER.read(ScimJson.read(OF_USER + "\"active\":\"False\"}"), null, entra);
        assertThat(entra.warnings()).singleElement().asString().contains("?aadOptscim062020", "active");

        Reading okta = reading(Profile.OKTA);
        ScimCodec.USER.read(ScimJson.read(OF_USER + "\"password\":\"p\"}"), null, okta);
        assertThat(okta.warnings()).singleElement().asString().contains("Sync Password");
    }

    /** Point 65: a PUT of PingFederate keeps what it leaves out; elsewhere it is cleared, but active and externalId. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void keepsOrClearsWhatAPutLeavesOut(Profile profile) {
        User before = ScimCodec.USER.read(
                ScimJson.read(OF_USER
                        + "\"title\":\"t\",\"nickName\":\"n\",\"externalId\":\"e\",\"active\":false,"
                        + "\"urn:example:x:1.0:User\":{\"a\":1}}"),
                null,
                Reading.lenient());

        User after = ScimCodec.USER.read(ScimJson.read(OF_USER + "\"nickName\":null}"), before, reading(profile));

        boolean keeps = profile == Profile.PINGFEDERATE;
        assertThat(after.getTitle()).isEqualTo(keeps ? "t" : null);
        assertThat(after.getExtensions()).hasSize(keeps ? 1 : 0);
        assertThat(after.getNickName()).isNull();
        assertThat(after.getExternalId()).isEqualTo("e");
        assertThat(after.getActive()).isFalse();
    }

    /** Point 65: also within complex values and extensions. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void keepsOrClearsThePartsThatAPutLeavesOut(Profile profile) {
        String enterprise = "\"" + ScimCodec.ENTERPRISE_URN + "\":";
        User before = ScimCodec.USER.read(
                ScimJson.read(OF_USER + "\"name\":{\"givenName\":\"g\",\"familyName\":\"f\"}," + enterprise
                        + "{\"employeeNumber\":\"7\",\"costCenter\":\"c\",\"manager\":{\"value\":\"m\"}}}"),
                null,
                Reading.lenient());

        User after = ScimCodec.USER.read(
                ScimJson.read(OF_USER + "\"urn:ietf:params:scim:schemas:core:2.0:User:name\":{\"givenName\":\"h\"},"
                        + enterprise + "{\"department\":\"d\",\"costCenter\":null}}"),
                before,
                reading(profile));

        boolean keeps = profile == Profile.PINGFEDERATE;
        var json = ScimCodec.USER.write(after);
        assertThat(json.get("name").toString())
                .isEqualTo(keeps ? "{\"familyName\":\"f\",\"givenName\":\"h\"}" : "{\"givenName\":\"h\"}");
        assertThat(json.get(ScimCodec.ENTERPRISE_URN).propertyNames())
                .containsExactlyInAnyOrder(
                        keeps ? new String[] {"department", "employeeNumber", "manager"} : new String[] {"department"});
    }

    /** Point 65. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void keepsActiveUnassignedWhereAPutLeavesItOut(Profile profile) {
        User created = ScimCodec.USER.read(ScimJson.read(OF_USER + "\"active\":true}"), null, reading(profile));
        User before = User.newBuilder(created).setActiveAssigned(false).build();

        User after = ScimCodec.USER.read(ScimJson.read(OF_USER + "\"title\":\"t\"}"), before, reading(profile));

        assertThat(ScimCodec.USER.write(before).has("active")).isFalse();
        assertThat(ScimCodec.USER.write(after).has("active")).isFalse();
    }

    private static Reading reading(Profile profile) {
        return new Dialect(profile, ExtensionSchemas.NONE).reading();
    }
}
