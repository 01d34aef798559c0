package dev.rollcall.schemas.directory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.filters.FilterType;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.ScimCodec;
import dev.rollcall.schemas.scim.ScimException;
import dev.rollcall.schemas.scim.UserNames;
import dev.rollcall.schemas.topic.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bson.conversions.Bson;
import tools.jackson.databind.JsonNode;

/**
 * A SCIM filter (RFC 7644 §3.4.2.2) as an indexed MongoDB query. What no index serves is refused with invalidFilter,
 * never answered with an empty list: a client reads that as "no such user" and makes a duplicate.
 */
public final class FilterQuery {

    private static final int MAX_CHARS = 8 * 1024;

    private final ResourceType type;
    private final String connection;
    private boolean indexed;

    private FilterQuery(ResourceType type, String connection) {
        this.type = type;
        this.connection = connection;
    }

    /** All of a connection's resources of a type. */
    public static Bson all(String connection) {
        return eq(DirectoryDocuments.CONNECTION, connection);
    }

    /**
     * Those of a connection's resources that a filter selects. Operators and attributes in any case; {@code eq} and
     * {@code and} on the attributes that are indexed; {@code active} beside one of them.
     *
     * @throws ScimException 400 invalidFilter that says what can be asked for
     */
    public static Bson of(ResourceType type, String connection, String filter) {
        if (filter.length() > MAX_CHARS) {
            throw ScimException.invalidFilter("The filter is longer than " + MAX_CHARS + " characters.");
        }
        var query = new FilterQuery(type, connection);
        var terms = new ArrayList<Bson>();
        terms.add(all(connection));
        try {
            query.collect(Filter.fromString(filter), terms);
        } catch (BadRequestException e) {
            throw ScimException.invalidFilter("The filter isn't valid (RFC 7644 §3.4.2.2). Write it like userName eq"
                    + " \"jdoe\", text in double quotes.");
        }
        if (!query.indexed) {
            throw query.unsupported("a term on an indexed attribute is missing");
        }
        return and(terms);
    }

    private void collect(Filter filter, List<Bson> terms) {
        List<Filter> parts = filter.getCombinedFilters();
        Path path = filter.getAttributePath();
        JsonNode value = filter.getComparisonValue();
        if (filter.getFilterType() == FilterType.AND && parts != null) {
            parts.forEach(part -> collect(part, terms));
        } else if (filter.getFilterType() == FilterType.EQUAL && path != null && value != null) {
            terms.add(term(name(path), value));
        } else {
            throw unsupported("the operator " + filter.getFilterType() + " isn't supported");
        }
    }

    private Bson term(String name, JsonNode value) {
        if (name.equals("active") && type == ResourceType.USER && value.isBoolean()) {
            return eq(DirectoryDocuments.STATE + ".attributes.active", value.booleanValue());
        }
        if (!value.isString()) {
            throw unsupported("the value of " + name + " must be text in double quotes");
        }
        String text = value.stringValue();
        Bson term = switch (name) {
            case "id" -> eq(DirectoryDocuments.ID, Keys.resource(connection, text));
            case "externalid" -> eq(DirectoryDocuments.EXTERNAL_ID, text);
            case "displayname" -> eq(DirectoryDocuments.DISPLAY_NAME, UserNames.folded(text));
            case "username" -> userTerm(name, DirectoryDocuments.USER_NAME, UserNames.key(text));
            // what administrators type, or PingFederate implies, for the e-mail address
            case "emails", "emails.value", "email", "email.value" ->
                userTerm(name, DirectoryDocuments.EMAILS, UserNames.folded(text));
            default -> throw unsupported("there is no index on " + name);
        };
        indexed = true;
        return term;
    }

    private Bson userTerm(String name, String field, String value) {
        if (type != ResourceType.USER) {
            throw unsupported("a group has no " + name);
        }
        return eq(field, value);
    }

    private String name(Path path) {
        String urn = path.getSchemaUrn();
        String core = type == ResourceType.USER ? ScimCodec.USER_URN : ScimCodec.GROUP_URN;
        String name = path.toString().toLowerCase(Locale.ROOT);
        return urn != null && urn.equalsIgnoreCase(core) ? name.substring(core.length() + 1) : name;
    }

    private ScimException unsupported(String why) {
        String attributes = type == ResourceType.USER
                ? "id, userName, externalId, displayName, emails.value (and active beside one of them)"
                : "id, displayName, externalId";
        return ScimException.invalidFilter(
                "The filter can't be answered: " + why + ". Use eq, and and, on " + attributes + ".");
    }
}
