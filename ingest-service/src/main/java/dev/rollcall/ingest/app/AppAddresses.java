package dev.rollcall.ingest.app;

import dev.rollcall.ingest.setting.Lines;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.address.AddressRules;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where apps may be. The worker checks every address that it connects to; here what can never work is refused at once.
 *
 * @param allowedAddresses networks in CIDR notation that aren't public and may be reached, also by plain http
 */
@ConfigurationProperties("rollcall.apps")
record AppAddresses(@DefaultValue List<String> allowedAddresses) {

    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_PORT = 65_535;

    /** A network that is none is found out at the start. */
    AppAddresses {
        AddressRules.allowing(allowedAddresses);
    }

    /** @throws org.springframework.web.server.ResponseStatusException 400 that names the field */
    String checked(String field, @Nullable String text) {
        URI url = parsed(field, Lines.of(field, text, 1, MAX_LENGTH));
        boolean isPlain = "http".equalsIgnoreCase(url.getScheme());
        if (!isPlain && !"https".equalsIgnoreCase(url.getScheme())
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawFragment() != null) {
            throw Refused.wrong(field + " must be absolute, with https, a host, and neither user name nor fragment.");
        }
        if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw Refused.wrong(field + " must have a port from 1 to " + MAX_PORT + ", or none.");
        }
        if (isPlain && allowedAddresses.isEmpty()) {
            throw Refused.wrong(field + " must be an https URL: what is sent there is about people. Plain http is only"
                    + " for networks in rollcall.apps.allowed-addresses.");
        }
        if (!AddressRules.allowing(allowedAddresses).permitHost(url.getHost())) {
            throw Refused.wrong(field + " leads to " + url.getHost() + ", which isn't a public address."
                    + " Use a public one, or have the operator add it to rollcall.apps.allowed-addresses.");
        }
        return url.toString();
    }

    /**
     * Of what paths are appended to.
     *
     * @throws org.springframework.web.server.ResponseStatusException 400 that names the field
     */
    String checkedBase(String field, @Nullable String text) {
        String url = checked(field, text);
        if (URI.create(url).getRawQuery() != null) {
            throw Refused.wrong(field + " must have no query: it is what /Users and /Groups are appended to.");
        }
        return url;
    }

    /** Whom a URL leads to. */
    static String origin(String url) {
        URI parsed = URI.create(url);
        return (parsed.getScheme() + "://" + parsed.getAuthority()).toLowerCase(Locale.ROOT);
    }

    private static URI parsed(String field, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw Refused.wrong(field + " isn't a URL.");
        }
    }
}
