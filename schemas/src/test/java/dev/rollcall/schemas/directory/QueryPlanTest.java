package dev.rollcall.schemas.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.QueryPlan.Candidates;
import dev.rollcall.schemas.query.Condition;
import dev.rollcall.schemas.query.FilterParser;
import dev.rollcall.schemas.query.QuerySchemas;
import java.util.List;
import java.util.Map;
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
            id eq "u-1"                                  | "_id": "c/u-1"                                | false
            id eq "u-1" or id eq "u-2"                   | "_id": {"$in": ["c/u-1", "c/u-2"]}            | false
            id gt "u-1"                                  | "_id": {"$gt": "c/u-1"}                       | false
            id sw "u-"                                   | "_id": {"$lt": "c/u."}                        | false
            emails eq "A@b"                              | "emails": "a@b"                               | false
            email.value Eq "A@b"                         | "emails": "a@b"                               | false
            email EQ "A@b"                               | "emails": "a@b"                               | false
            userName eq "a" or userName eq "B"           | "userName": {"$in": ["a", "b"]}               | false
            displayName sw "Jo"                          | "displayName": {"$gte": "jo"}                 | false
            displayName sw "Jo"                          | "displayName": {"$lt": "jp"}                  | false
            emails sw "a@"                               | {"$elemMatch": {"$gte": "a@", "$lt": "aA"}}   | false
            emails sw "a@"                               | {"$regularExpression": {"pattern": "^\\\\Qa@\\\\E" | false
            userName gt "Jo"                             | "userName": {"$gt": "jo"}                     | false
            userName GE "Jo" and userName lt "K"         | "userName": {"$gte": "jo"}                    | false
            userName ge "Jo" and userName lt "K"         | "userName": {"$lt": "k"}                      | false
            externalId le "E"                            | "externalId": {"$lte": "E"}                   | false
            emails gt "A@b"                              | "emails": {"$gt": "a@b"}                      | false
            emails[value eq "A@b"]                       | "emails": "a@b"                               | false
            emails[value eq "A@b" or value eq "c"]       | "emails": {"$in": ["a@b", "c"]}               | false
            emails[value gt "a" and value lt "c"]        | "emails": {"$gt": "a"}                        | true
            emails[type eq "work" and value eq "A@b"]    | "emails": "a@b"                               | true
            userName eq "j" and active eq true           | "userName": "j"                               | true
            userName eq "j" and (title pr and id pr)     | "userName": "j"                               | true
            userName eq "J" or emails eq "A@b"           | {"$or": [{"$and": [{"connection": "c"}, {"userName": "j"}]}, {"$and": [{"connection": "c"}, {"emails": "a@b"}]}]} | false
            userName eq "a" or (userName eq "b" or id eq "x") | {"userName": {"$in": ["a", "b"]}}        | false
            userName eq "a" or (userName eq "b" or id eq "x") | {"_id": "c/x"}                           | false
            userName eq "j" or emails[type eq "work" and value eq "a@b"]   | {"emails": "a@b"}           | true
            userName eq "j" or externalId eq "E" and active eq true        | {"externalId": "E"}         | true
            (userName eq "j" or externalId eq "E") and active eq true      | {"externalId": "E"}         | true
            groups.value eq "g" and (userName eq "j" or externalId sw "E") | {"externalId": {"$lt": "F"}} | true
            userName eq "{\\"$ne\\":1}"                  | "userName": "{\\"$ne\\":1}"                   | false
            """)
    void asksAnIndex(String filter, String expected, boolean rest) {
        QueryPlan plan = plan(ResourceType.USER, filter);
        assertThat(plan.candidates())
                .isInstanceOfSatisfying(
                        Candidates.Indexed.class,
                        indexed -> assertThat(json(indexed)).contains(expected));
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
                "userName eq \"a\" or title eq \"b\"",
                "userName eq \"a\" or externalId ne \"b\"",
                "userName eq \"a\" or groups.value eq \"g\"",
                "emails[type eq \"work\" or value eq \"a\"]",
                "meta.lastModified gt \"2026-01-01T00:00:00Z\"",
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
            assertThat(plan(ResourceType.GROUP, filter))
                    .isEqualTo(new QueryPlan(new Candidates.GroupsOf("u", null), null));
        }
        assertThat(plan(ResourceType.USER, "groups.value eq \"g\""))
                .isEqualTo(new QueryPlan(new Candidates.MembersOf("g"), null));
        assertThat(plan(ResourceType.USER, "groups.value eq \"g\" and active eq true"))
                .returns(new Candidates.MembersOf("g"), QueryPlan::candidates)
                .satisfies(plan -> assertThat(plan.rest()).isNotNull());
    }

    /** Entra asks so whether somebody is a member; the group's members may be very many. */
    @Test
    void looksForAMembershipAmongWhatAnIndexFinds() {
        assertThat(plan(ResourceType.GROUP, "id eq \"g\" and members eq \"u\""))
                .isEqualTo(new QueryPlan(new Candidates.GroupsOf("u", Filters.eq("_id", "c/g")), null));
        assertThat(plan(ResourceType.GROUP, "members[value eq \"u\" and type eq \"User\"] and displayName sw \"a\""))
                .satisfies(plan -> assertThat(plan.candidates()).isInstanceOf(Candidates.GroupsOf.class))
                .satisfies(plan -> assertThat(plan.rest()).isInstanceOf(Condition.Element.class));
    }

    /** At the root a filter is about types that lack its attributes, too. */
    @Test
    void looksAtNothingWhereTheAttributeIsOfAnotherType() {
        var both = List.of(QuerySchemas.of(ResourceType.USER), QuerySchemas.of(ResourceType.GROUP));
        for (var filter : Map.of(
                        "userName eq \"a\"", "{\"_id\": {\"$in\": []}}",
                        "emails[type eq \"work\"]", "{\"_id\": {\"$in\": []}}",
                        "active pr and displayName co \"x\"", "{\"_id\": {\"$in\": []}}",
                        "userName eq \"a\" or displayName eq \"B\"", "{\"displayName\": \"b\"}")
                .entrySet()) {
            var condition = FilterParser.parse(filter.getKey(), both.getLast(), both);
            assertThat(QueryPlan.of(new DirectoryIndexes(ResourceType.GROUP, "c"), condition)
                            .candidates())
                    .isInstanceOfSatisfying(
                            Candidates.Indexed.class,
                            indexed -> assertThat(json(indexed)).contains(filter.getValue()));
        }
        var unequal = FilterParser.parse("userName ne \"a\"", both.getLast(), both);
        assertThat(QueryPlan.of(new DirectoryIndexes(ResourceType.GROUP, "c"), unequal)
                        .candidates())
                .isEqualTo(new Candidates.All());
    }

    private static String json(Candidates.Indexed indexed) {
        return indexed.query().toBsonDocument(BsonDocument.class, CODECS).toJson();
    }

    private static QueryPlan plan(ResourceType type, String filter) {
        return QueryPlan.of(new DirectoryIndexes(type, "c"), FilterParser.parse(filter, QuerySchemas.of(type)));
    }
}
