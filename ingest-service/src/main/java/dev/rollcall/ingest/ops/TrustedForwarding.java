package dev.rollcall.ingest.ops;

import java.net.InetSocketAddress;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/** Applies the forwarded headers of trusted proxies, and takes away those of everybody else. */
@Component(WebHttpHandlerBuilder.FORWARDED_HEADER_TRANSFORMER_BEAN_NAME)
final class TrustedForwarding extends ForwardedHeaderTransformer {

    private final ForwardedHeaderTransformer untrusted = new ForwardedHeaderTransformer();
    private final TrustedProxies proxies;

    TrustedForwarding(ForwardedProperties properties) {
        this.proxies = new TrustedProxies(properties.trustedProxies());
        untrusted.setRemoveOnly(true);
    }

    @Override
    public ServerHttpRequest apply(ServerHttpRequest request) {
        if (!hasForwardedHeaders(request)) {
            return request;
        }
        InetSocketAddress remote = request.getRemoteAddress();
        if (remote == null || !proxies.trusts(remote)) {
            return untrusted.apply(request);
        }
        return super.apply(request)
                .mutate()
                .remoteAddress(proxies.client(request.getHeaders(), remote))
                .build();
    }
}
