package dev.rollcall.sync.app;

import dev.rollcall.schemas.address.AddressRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Looks up whom is connected to, and leaves out the addresses that may not be: the connection is made to what this
 * answers, so a name that leads elsewhere by then gains nothing.
 */
final class GuardedDns implements DnsResolver {

    private final AddressRules rules;
    private final DnsResolver names;

    GuardedDns(AddressRules rules) {
        this(rules, SystemDefaultDnsResolver.INSTANCE);
    }

    GuardedDns(AddressRules rules, DnsResolver names) {
        this.rules = rules;
        this.names = names;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = names.resolve(host);
        InetAddress[] permitted = Arrays.stream(found).filter(rules::permit).toArray(InetAddress[]::new);
        if (permitted.length == 0 && found.length > 0) {
            throw new RefusedAddressException();
        }
        return permitted;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return names.resolveCanonicalHostname(host);
    }

    /** A name leads only to addresses that aren't public, and aren't allowed. */
    static final class RefusedAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        private RefusedAddressException() {
            super("Not a public address");
        }
    }
}
