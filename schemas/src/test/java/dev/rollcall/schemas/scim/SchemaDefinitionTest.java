package dev.rollcall.schemas.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.schemas.scim.AttributeDefinition.Mutability;
import dev.rollcall.schemas.scim.AttributeDefinition.Type;
import dev.rollcall.schemas.scim.AttributeDefinition.Uniqueness;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The definitions of what we serve, against RFC 7643 §4 and §8.7.1; the numbers are of the list of what servers get wrong. */
class SchemaDefinitionTest {

    private static final SchemaDefinition USER = ScimCodec.USER.schema();
    private static final SchemaDefinition GROUP = ScimCodec.GROUP.schema();

    @Test
    void definesEveryAttributeOfTheUserButThePassword() {
        assertThat(USER.id()).isEqualTo(ScimCodec.USER_URN);
        assertThat(USER.attributes())
                .extracting(AttributeDefinition::name)
                .containsExactlyInAnyOrder(
                        "userName",
                        "name",
                        "displayName",
                        "nickName",
                        "profileUrl",
                        "title",
                        "userType",
                        "preferredLanguage",
                        "locale",
                        "timezone",
                        "active",
                        "emails",
                        "phoneNumbers",
                        "ims",
                        "photos",
                        "addresses",
                        "groups",
                        "entitlements",
                        "roles",
                        "x509Certificates");
    }

    @Test
    void marksUserNameAsRequiredUniqueAndWithoutCase() { // point 14
        AttributeDefinition userName = USER.find("username").orElseThrow();

        assertThat(userName.required()).isTrue();
        assertThat(userName.uniqueness()).isEqualTo(Uniqueness.SERVER);
        assertThat(userName.caseExact()).isFalse();
    }

    @Test
    void hasTheDefaultsWhereNothingElseIsSaid() { // point 2
        assertThat(DefinitionReader.attribute(ScimJson.read("{\"name\":\"a\"}"), "a"))
                .isEqualTo(new AttributeDefinition(
                        "a",
                        Type.STRING,
                        false,
                        "",
                        false,
                        List.of(),
                        false,
                        Mutability.READ_WRITE,
                        AttributeDefinition.Returned.DEFAULT,
                        Uniqueness.NONE,
                        List.of(),
                        List.of()));
    }

    @Test
    void nestsNoComplexAttributeInAnother() { // point 4
        assertThat(all().flatMap(attribute -> attribute.subAttributes().stream()))
                .noneMatch(sub -> sub.type() == Type.COMPLEX);
    }

    @Test
    void showsGroupsAsReadOnlyWithTheirParts() { // point 17
        AttributeDefinition groups = USER.find("groups").orElseThrow();

        assertThat(groups.mutability()).isEqualTo(Mutability.READ_ONLY);
        assertThat(groups.subAttributes())
                .extracting(AttributeDefinition::name)
                .containsExactly("value", "$ref", "display", "type");
    }

    @Test
    void requiresTheNameOfAGroupAndKeepsMembersImmutable() { // points 18, 19, 20
        assertThat(GROUP.find("displayName").orElseThrow().required()).isTrue();
        AttributeDefinition members = GROUP.find("members").orElseThrow();
        assertThat(members.subAttributes())
                .extracting(AttributeDefinition::name)
                .containsExactly("value", "$ref", "type");
        assertThat(members.subAttributes()).allMatch(sub -> sub.mutability() == Mutability.IMMUTABLE);
        assertThat(members.returned()).isEqualTo(AttributeDefinition.Returned.DEFAULT); // point 36
    }

    @Test
    void definesTheManagerAsComplex() { // point 24
        SchemaDefinition enterprise = ScimCodec.USER.extensions().getFirst();

        assertThat(enterprise.id()).isEqualTo(ScimCodec.ENTERPRISE_URN);
        assertThat(enterprise.find("manager").orElseThrow().type()).isEqualTo(Type.COMPLEX);
        assertThat(enterprise.attributes())
                .extracting(AttributeDefinition::name)
                .containsExactly("employeeNumber", "costCenter", "organization", "division", "department", "manager");
    }

    @Test
    void usesTheTypeBinaryAndTheParticularsOfSharedParts() { // point 26
        assertThat(part("x509Certificates", "value").type()).isEqualTo(Type.BINARY);
        assertThat(part("photos", "value").referenceTypes()).containsExactly("external");
        assertThat(part("emails", "value").type()).isEqualTo(Type.STRING);
        assertThat(part("emails", "type").canonicalValues()).containsExactly("work", "home", "other");
        assertThat(part("phoneNumbers", "type").canonicalValues()).contains("mobile", "fax");
    }

    @Test
    void describesEveryAttribute() {
        assertThat(all()).allMatch(attribute -> !attribute.description().isBlank());
    }

    private static AttributeDefinition part(String attribute, String sub) {
        return USER.find(attribute).orElseThrow().sub(sub).orElseThrow();
    }

    private static Stream<AttributeDefinition> all() {
        return Stream.of(USER, GROUP, ScimCodec.USER.extensions().getFirst())
                .flatMap(schema -> schema.attributes().stream());
    }
}
