package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.ScimJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Points 33 to 35. */
class SelectionTest {

    private static final String URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String USER = """
            {"schemas":["s"],"id":"1","userName":"j","name":{"givenName":"J","familyName":"D"},
             "emails":[{"value":"a","type":"work"}],
             "%s":{"department":"x","division":"y","manager":{"value":"m","displayName":"M"}}}""".formatted(URN);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attributes | USERNAME | schemas,id,userName",
                "attributes | urn:ietf:params:scim:schemas:core:2.0:User:userName | schemas,id,userName",
                "attributes | nothing | schemas,id",
                "excludedAttributes | id,emails,name | schemas,id,userName," + URN,
                "attributes | " + URN + " | schemas,id," + URN,
            })
    void shows(String parameter, String value, String expected) {
        assertThat(Selection.of(query(parameter, value))
                        .apply(ScimJson.read(USER))
                        .propertyNames())
                .containsExactlyInAnyOrder(expected.split(","));
    }

    @Test
    void showsSubAttributes() {
        var only = Selection.of(query("attributes", "name.givenName,emails.value," + URN + ":department"))
                .apply(ScimJson.read(USER));
        assertThat(only.get("name").propertyNames()).containsExactly("givenName");
        assertThat(only.get("emails").get(0).propertyNames()).containsExactly("value");
        assertThat(only.get(URN).propertyNames()).containsExactly("department");

        var without =
                Selection.of(query("excludedAttributes", "name.givenName")).apply(ScimJson.read(USER));
        assertThat(without.get("name").propertyNames()).containsExactly("familyName");
        assertThat(without.has("userName")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "excludedAttributes | %s:manager.displayName | {\"department\":\"x\",\"division\":\"y\",\"manager\":{\"value\":\"m\"}}",
                "excludedAttributes | %s:manager.displayName,%s:MANAGER | {\"department\":\"x\",\"division\":\"y\"}",
                "excludedAttributes | %s:manager.displayName,%s:manager.value | {\"department\":\"x\",\"division\":\"y\"}",
                "attributes | %s:manager.displayName | {\"manager\":{\"displayName\":\"M\"}}",
                "attributes | %s:manager.displayName,%s:manager | {\"manager\":{\"value\":\"m\",\"displayName\":\"M\"}}",
            })
    void selectsPartsWithinAnExtension(String parameter, String names, String expected) {
        var shown = Selection.of(query(parameter, names.replace("%s", URN))).apply(ScimJson.read(USER));

        assertThat(shown.get(URN)).isEqualTo(ScimJson.read(expected));
    }

    @Test
    void showsNoValueOfWhichNothingIsLeft() {
        assertThat(Selection.of(query("attributes", "name.nickName,emails.display"))
                        .apply(ScimJson.read(USER))
                        .propertyNames())
                .containsExactlyInAnyOrder("schemas", "id");
    }

    @Test
    void takesOneOfTheParametersOnly() {
        MultiValueMap<String, String> both = query("attributes", "a");
        both.add("excludedAttributes", "b");
        assertThatThrownBy(() -> Selection.of(both)).isInstanceOf(ScimException.class);
    }

    private static MultiValueMap<String, String> query(String name, String value) {
        var query = new LinkedMultiValueMap<String, String>();
        query.add(name, value);
        return query;
    }
}
