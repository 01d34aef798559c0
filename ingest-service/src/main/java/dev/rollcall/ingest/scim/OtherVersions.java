package dev.rollcall.ingest.scim;

import dev.rollcall.schemas.scim.ScimException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Refuses other versions of the protocol (RFC 7644 §3.13), to anybody: it tells nothing. */
@RestController
final class OtherVersions {

    static final String PATH = "/scim/{version:v(?!2$)[0-9][0-9.]*}/**";

    @RequestMapping(PATH)
    Mono<ResponseEntity<byte[]>> refuse() {
        throw new ScimException(
                400, "invalidVers", "Only version 2 of SCIM is served; the base URL is .../scim/v2/CONNECTION.");
    }
}
