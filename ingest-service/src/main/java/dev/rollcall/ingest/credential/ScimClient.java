package dev.rollcall.ingest.credential;

import dev.rollcall.event.ConnectionSetting;
import java.security.Principal;

/**
 * The authenticated client of a SCIM request.
 *
 * @param connection the id of the connection that its credential is of
 * @param setting that connection, as this instance knew it when the request came
 * @param credential the id of the credential
 */
public record ScimClient(String connection, ConnectionSetting setting, String credential) implements Principal {

    @Override
    public String getName() {
        return connection;
    }
}
