package dev.rollcall.ingest.ops;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.util.matcher.InetAddressMatcher;
import org.springframework.security.util.matcher.InetAddressMatchers;
import org.springframework.web.util.ForwardedHeaderUtils;

/** The proxies that are believed, and what they tell of where a request came from. */
final class TrustedProxies {

    private static final String STANDARD = "Forwarded";
    private static final String COMMON = "X-Forwarded-For";

    private final List<InetAddressMatcher> proxies;

    /** @param proxies their addresses, in CIDR notation */
    TrustedProxies(List<String> proxies) {
        this.proxies = proxies.stream().map(InetAddressMatchers::fromIpAddress).toList();
    }

    boolean trusts(@Nullable InetSocketAddress remote) {
        InetAddress address = remote == null ? null : remote.getAddress();
        return address != null && proxies.stream().anyMatch(proxy -> proxy.matches(address));
    }

    /**
     * The client behind the proxies: each of them added the address that it saw to the end, so the last one that isn't a
     * proxy's is the client's. What comes before that one may be made up by it.
     *
     * @param proxy the one that sent the request
     */
    InetSocketAddress client(HttpHeaders headers, InetSocketAddress proxy) {
        String name = headers.containsHeader(STANDARD) ? STANDARD : COMMON;
        List<String> hops = headers.getOrEmpty(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .toList();
        InetSocketAddress client = proxy;
        for (String hop : hops.reversed()) {
            Optional<InetSocketAddress> before = address(name, hop.strip());
            if (before.isEmpty()) {
                return client;
            }
            client = before.get();
            if (!trusts(client)) {
                return client;
            }
        }
        return client;
    }

    /** Empty for what isn't an address, such as unknown or a made-up name (RFC 7239 §6.2, §6.3). */
    private static Optional<InetSocketAddress> address(String name, String hop) {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(hop), 0));
        } catch (IllegalArgumentException e) {
            return withPort(name.equals(STANDARD) ? hop : "for=\"" + hop + "\"");
        }
    }

    private static Optional<InetSocketAddress> withPort(String element) {
        var one = new HttpHeaders();
        one.set(STANDARD, element);
        try {
            InetSocketAddress told = ForwardedHeaderUtils.parseForwardedFor(URI.create("http://client"), one, null);
            return Optional.ofNullable(told)
                    .map(address -> new InetSocketAddress(
                            InetAddress.ofLiteral(address.getHostString().replaceAll("[\\[\\]]", "")),
                            address.getPort()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
