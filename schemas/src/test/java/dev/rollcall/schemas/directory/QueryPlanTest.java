package dev.rollcall.schemas.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.QueryPlan.Candidates;
import dev.rollcall.schemas.query.FilterParser;
import dev.rollcall.schemas.query.QuerySchemas;
import org.bson.BsonDocument;
import org.bson.codecs.configuration.CodecRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPlanTest {

    private static final CodecRegistry CODECS = com.mongodb.MongoClientSettings.getDefaultCodecRegistry();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            username Eq "JDoe"                           | "userName": "jdoe"                            | false
            externalId eq "A-1"                          | "externalId": "A-1"                           | false
            id eq "u-1"                                  | "_id": {"$in": ["c/u-1"]}                     | false
            emails eq "A@b"                              | "emails": "a@b"                               | false
            email.value Eq "A@b"                         | "emails": "a@b"                               | false
            email EQ "A@b"                               | "emails": "a@b"                               | false
            userName eq "a" or userName eq "B"           | "userName": {"$in": ["a", "b"]}               | false
            displayName sw "Jo"                          | "displayName": {"$gte": "jo"}                 | false
            displayName sw "Jo"                          | "displayName": {"$lt": "jp"}                  | false
            emails sw "a@"                               | {"$elemMatch": {"$gte": "a@", "$lt": "aA"}}   | false
            emails[value eq "A@b"]                       | "emails": "a@b"                               | false
            emails[type eq "work" and value eq "A@b"]    | "emails": "a@b"                               | true
            userName eq "j" and active eq true           | "userName": "j"                               | true
            userName eq "j" and (title pr and id pr)     | "userName": "j"                               | true
            userName eq "{\\"$ne\\":1}"                  | "userName": "{\\"$ne\\":1}"                   | false
            """)
    void asksAnIndex(String filter, String expected, boolean rest) {
        QueryPlan plan = plan(ResourceType.USER, filter);
        assertThat(plan.candidates())
                .isInstanceOfSatisfying(
                        Candidates.Indexed.class,
                        indexed -> assertThat(indexed.query()
                                        .toBsonDocument(BsonDocument.class, CODECS)
                                        .toJson())
                                .contains(expected));
        assertThat(plan.rest() != null).isEqualTo(rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title eq \"x\"",
                "userName co \"a\"",
                "userName ne \"a\"",
                "userName eq null",
                "not (userName eq \"a\")",
                "userName eq \"a\" or externalId eq \"b\"",
                "userName sw \"\"",
                "groups.value ne \"g\""
            })
    void looksAtAllWhereNoIndexNarrowsItDown(String filter) {
        assertThat(plan(ResourceType.USER, filter))
                .returns(new Candidates.All(), QueryPlan::candidates)
                .satisfies(plan -> assertThat(plan.rest()).isNotNull());
    }

    @Test
    void goesByMemberships() {
        for (String filter : new String[] {"members eq \"u\"", "members.value eq \"u\"", "members[value eq \"u\"]"}) {
            assertThat(plan(ResourceType.GROUP, filter)).isEqualTo(new QueryPlan(new Candidates.GroupsOf("u"), null));
        }
        assertThat(plan(ResourceType.USER, "groups.value eq \"g\""))
                .isEqualTo(new QueryPlan(new Candidates.MembersOf("g"), null));
        assertThat(plan(ResourceType.USER, "groups.value eq \"g\" and active eq true"))
                .returns(new Candidates.MembersOf("g"), QueryPlan::candidates)
                .satisfies(plan -> assertThat(plan.rest()).isNotNull());
    }

    private static QueryPlan plan(ResourceType type, String filter) {
        return QueryPlan.of(new DirectoryIndexes(type, "c"), FilterParser.parse(filter, QuerySchemas.of(type)));
    }
}
