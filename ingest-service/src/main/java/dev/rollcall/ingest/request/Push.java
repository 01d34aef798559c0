package dev.rollcall.ingest.request;

import dev.rollcall.event.Cause;
import dev.rollcall.event.Operation;
import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.scim.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * What an authenticated client asks for, checked as far as it can be without the state.
 *
 * @param resource the SCIM id; of a CREATE the new one
 * @param ifMatch the If-Match header as sent
 * @param body SCIM JSON without a password; null for a DELETE
 * @param dialect how the client is understood
 * @param credential the id of the credential that the client used
 * @param traceparent W3C Trace Context of the push
 * @param wantsMembers whether the answer shows a group's members, which a prediction must then know
 * @param asynchronous whether the client may be told the outcome later, so that it is kept
 * @param origin who asks for it through the admin API, and why; null where a client does
 */
public record Push(
        String connection,
        Operation operation,
        ResourceType type,
        String resource,
        @Nullable String ifMatch,
        @Nullable String body,
        Dialect dialect,
        @Nullable String credential,
        @Nullable String traceparent,
        boolean wantsMembers,
        boolean asynchronous,
        @Nullable Origin origin) {

    /** Asked for by a client. */
    public Push(
            String connection,
            Operation operation,
            ResourceType type,
            String resource,
            @Nullable String ifMatch,
            @Nullable String body,
            Dialect dialect,
            @Nullable String credential,
            @Nullable String traceparent,
            boolean wantsMembers,
            boolean asynchronous) {
        this(
                connection,
                operation,
                type,
                resource,
                ifMatch,
                body,
                dialect,
                credential,
                traceparent,
                wantsMembers,
                asynchronous,
                null);
    }

    /**
     * Who asks, when it is no client.
     *
     * @param cause that its changes tell
     * @param operator by ids only
     * @param reason in the operator's words
     */
    public record Origin(
            Cause cause, String operator, @Nullable String reason) {}
}
