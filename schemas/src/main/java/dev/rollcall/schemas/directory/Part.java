package dev.rollcall.schemas.directory;

import com.mongodb.client.MongoCollection;
import dev.rollcall.schemas.decide.Need;
import org.bson.Document;

/** A collection of the directory whose loss could be taken for resources that don't exist. */
public enum Part {
    USERS,
    GROUPS,
    MEMBERSHIPS,
    OUTCOMES,
    SEQUENCES,
    HEADCOUNTS;

    MongoCollection<Document> in(DirectoryCollections collections) {
        return switch (this) {
            case USERS -> collections.users();
            case GROUPS -> collections.groups();
            case MEMBERSHIPS -> collections.memberships();
            case OUTCOMES -> collections.outcomes();
            case SEQUENCES -> collections.sequences();
            case HEADCOUNTS -> collections.headcounts();
        };
    }

    /** Where what is needed would be found. */
    public static Part of(Need need) {
        return switch (need) {
            case Need.OfUser _, Need.Existence _, Need.NameOwner _ -> USERS;
            case Need.OfGroup _ -> GROUPS;
            case Need.Membership _, Need.MembersOf _, Need.GroupsOf _ -> MEMBERSHIPS;
            case Need.Sequence _ -> SEQUENCES;
        };
    }
}
