package dev.rollcall.schemas.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.decide.StateWrite;
import dev.rollcall.schemas.scim.Reading;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimJson;
import java.time.Instant;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class AvroDocumentsTest {

    private final UserState state = new UserState("c", "u", 3L, 7L, Instant.EPOCH, Instant.EPOCH.plusMillis(1), user());

    @Test
    void readsWhatItWroteThroughJsonAndBack() {
        Document document = Document.parse(AvroDocuments.toDocument(state).toJson());

        assertThat(AvroDocuments.fromDocument(UserState.class, document)).isEqualTo(state);
    }

    @Test
    void readsThatActiveIsUnassignedAndOfAnOlderDocumentThatItIsAssigned() {
        User unassigned =
                User.newBuilder(state.getAttributes()).setActiveAssigned(false).build();
        Document document = AvroDocuments.toDocument(unassigned);
        assertThat(AvroDocuments.fromDocument(User.class, document)).isEqualTo(unassigned);

        document.remove("activeAssigned");

        assertThat(AvroDocuments.fromDocument(User.class, document)).isEqualTo(state.getAttributes());
    }

    @Test
    void hasNoDotInAnyKeyAndThePreparedValuesBeside() {
        Document document = DirectoryDocuments.of(new StateWrite.OfUser(state), Instant.EPOCH);

        assertKeys(document);
        assertThat(document)
                .containsEntry("_id", "c/u")
                .containsEntry("userName", "ada@example.com")
                .containsEntry("emails", java.util.List.of("ada@example.com"));
    }

    @Test
    void leavesNothingThatAQueryFindsOfWhatIsRemoved() {
        Document document =
                DirectoryDocuments.of(new StateWrite.Removed(StateWrite.Kind.USER, "c/u", 9), Instant.EPOCH);

        assertThat(document.keySet()).containsExactly("_id", "sequence", "deletedAt");
        assertThat(DirectoryDocuments.user(document)).isNull();
    }

    private static void assertKeys(Object value) {
        if (value instanceof Document document) {
            document.forEach((key, part) -> {
                assertThat(key).doesNotContain(".").doesNotStartWith("$");
                assertKeys(part);
            });
        } else if (value instanceof Iterable<?> parts) {
            parts.forEach(AvroDocumentsTest::assertKeys);
        }
    }

    private static User user() {
        return ScimCodec.USER.read(
                ScimJson.read("{\"schemas\":[\"" + ScimCodec.USER_URN + "\"],\"userName\":\"Ada@Example.com\","
                        + "\"name\":{\"givenName\":\"Ada\"},\"emails\":[{\"value\":\"Ada@Example.com\",\"primary\":true}],"
                        + "\"" + ScimCodec.ENTERPRISE_URN
                        + "\":{\"manager\":{\"value\":\"m\",\"$ref\":\"../Users/m\"}},"
                        + "\"urn:example:x:1.0:User\":{\"a.b\":{\"$c\":1}}}"),
                null,
                Reading.lenient());
    }
}
