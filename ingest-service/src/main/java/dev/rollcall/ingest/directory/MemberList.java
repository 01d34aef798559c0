package dev.rollcall.ingest.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.directory.DirectoryDocuments;
import dev.rollcall.schemas.query.Position;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The members of a group in the order of their ids, which memberships have anyway. */
record MemberList(MongoCollection<Document> memberships, String connection, String group, boolean downwards) {

    Page<Hit> page(Slice slice) {
        var hits = new ArrayList<Hit>();
        if (slice.count() > 0) {
            documents(slice.after())
                    .skip(slice.skip())
                    .limit(slice.count() + 1)
                    .forEach(
                            document -> hits.add(new Hit(ResourceType.USER, new Position(null, user(document)), null)));
        }
        return slice.page(slice.isCountedByIndex() ? (Long) memberships.countDocuments(range()) : null, hits);
    }

    /** The ids of users behind a position. */
    Iterable<String> users(@Nullable Position after) {
        return documents(after).map(this::user);
    }

    private FindIterable<Document> documents(@Nullable Position after) {
        Bson query = after == null
                ? range()
                : and(
                        range(),
                        downwards
                                ? lt(DirectoryDocuments.ID, prefix() + after.id())
                                : gt(DirectoryDocuments.ID, prefix() + after.id()));
        return memberships
                .find(query)
                .projection(include(DirectoryDocuments.ID))
                .sort(downwards ? descending(DirectoryDocuments.ID) : ascending(DirectoryDocuments.ID));
    }

    private String user(Document document) {
        return document.getString(DirectoryDocuments.ID).substring(prefix().length());
    }

    private String prefix() {
        return Keys.membership(connection, group, "");
    }

    private Bson range() {
        String prefix = prefix();
        // the slash that ends the prefix is followed by 0 in the order; what was removed has no group any more
        return and(
                eq(DirectoryDocuments.GROUP, group),
                gt(DirectoryDocuments.ID, prefix),
                lt(DirectoryDocuments.ID, prefix.substring(0, prefix.length() - 1) + "0"));
    }
}
