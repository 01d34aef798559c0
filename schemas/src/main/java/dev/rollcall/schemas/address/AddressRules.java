package dev.rollcall.schemas.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps requests to URLs that somebody else chose out of networks that only we can reach: all that isn't globally
 * reachable (IANA's special-purpose registries of RFC 6890) is refused, unless it is allowed by name.
 *
 * @param allowed the exceptions
 */
public record AddressRules(List<Network> allowed) {

    /** Of IPv4: what isn't globally reachable, and the addresses of clouds' metadata that look as if they were. */
    private static final List<Network> REFUSED = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private (RFC 1918)
                    "100.64.0.0/10", // carrier-grade NAT (RFC 6598)
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // Azure's metadata
                    "169.254.0.0/16", // link-local, and most clouds' metadata
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments, and Oracle's metadata
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/3", // multicast, reserved, broadcast
                    "2001::/23", // protocol assignments, and Teredo
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4, which holds an IPv4 address
                    "3fff::/20") // documentation
            .map(Network::of)
            .toList();

    /** All that is global in IPv6: neither loopback, link-local, ULA, multicast nor what holds an IPv4 address (NAT64). */
    private static final Network GLOBAL = Network.of("2000::/3");

    public AddressRules {
        allowed = List.copyOf(allowed);
    }

    /**
     * Rules with these exceptions.
     *
     * @param allowed in CIDR notation
     * @throws IllegalArgumentException when one is none
     */
    public static AddressRules allowing(List<String> allowed) {
        return new AddressRules(allowed.stream().map(Network::of).toList());
    }

    /** Whether requests may be sent to this address. */
    public boolean permit(InetAddress address) {
        return isAllowed(address) || isGlobal(address);
    }

    /** Whether requests may be sent to a URL's host as far as it tells: where a name leads is known when it is connected to. */
    public boolean permitHost(String host) {
        return literal(host).map(this::permit).orElse(true);
    }

    private static Optional<InetAddress> literal(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return Optional.of(InetAddress.getLoopbackAddress());
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isAllowed(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean isGlobal(InetAddress address) {
        return (!(address instanceof Inet6Address) || GLOBAL.contains(address))
                && REFUSED.stream().noneMatch(network -> network.contains(address));
    }
}
