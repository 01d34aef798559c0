package dev.rollcall.schemas.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.ScimException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bson.BsonDocument;
import org.bson.codecs.configuration.CodecRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterQueryTest {

    private static final CodecRegistry CODECS = com.mongodb.MongoClientSettings.getDefaultCodecRegistry();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            username Eq "JDoe"                                          | "userName": "jdoe"
            userName eq "jdoe"                                          | "userName": "jdoe"
            urn:ietf:params:scim:schemas:core:2.0:User:userName eq "j"  | "userName": "j"
            externalId eq "A-1"                                         | "externalId": "A-1"
            id eq "u-1"                                                 | "_id": "c/u-1"
            emails eq "A@b"                                             | "emails": "a@b"
            emails.value eq "A@b"                                       | "emails": "a@b"
            email.value Eq "A@b"                                        | "emails": "a@b"
            email EQ "A@b"                                              | "emails": "a@b"
            userName eq "j" and active eq true                          | "state.attributes.active": true
            userName eq "{\\"$ne\\":1}"                                 | "userName": "{\\"$ne\\":1}"
            """)
    void asksAnIndex(String filter, String expected) {
        assertThat(json(filter)).contains(expected).contains("\"connection\": \"c\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "userName",
                "userName eq",
                "userName eq jdoe",
                "userName xx \"a\"",
                "title eq \"x\"",
                "active eq true",
                "userName co \"a\"",
                "userName eq 7",
                "userName eq null",
                "not (userName eq \"a\")",
                "userName eq \"a\" or userName eq \"b\"",
                "(((",
                "userName eq \"a\" and",
                "$where eq \"1\""
            })
    void refusesWhatNoIndexServesInsteadOfFindingNobody(String filter) {
        assertThatExceptionOfType(ScimException.class)
                .isThrownBy(() -> json(filter))
                .returns("invalidFilter", ScimException::scimType);
    }

    @Property
    void neverThrowsAnythingButInvalidFilter(@ForAll String filter) {
        try {
            json(filter);
        } catch (ScimException e) {
            assertThat(e.scimType()).isEqualTo("invalidFilter");
        }
    }

    private static String json(String filter) {
        return FilterQuery.of(ResourceType.USER, "c", filter)
                .toBsonDocument(BsonDocument.class, CODECS)
                .toJson();
    }
}
