package dev.rollcall.ingest.scim;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses compressed bodies, here and in the admin API, and says that it is their coding (RFC 9110 §15.5.16). */
@Component
final class PlainBodies implements WebFilter {

    private static final String PLAIN = "identity";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        boolean isPlain = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream()
                .allMatch(coding -> coding.isBlank() || coding.strip().equalsIgnoreCase(PLAIN));
        return isPlain ? chain.filter(exchange) : Mono.error(new CodedException());
    }

    /** The body isn't sent as it is. */
    static final class CodedException extends ResponseStatusException {

        private static final long serialVersionUID = 1L;

        private CodedException() {
            super(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "The body has a Content-Encoding. Send it as it is, without compressing it.");
        }

        @Override
        public HttpHeaders getHeaders() {
            var headers = new HttpHeaders();
            headers.set(HttpHeaders.ACCEPT_ENCODING, PLAIN);
            return headers;
        }
    }
}
