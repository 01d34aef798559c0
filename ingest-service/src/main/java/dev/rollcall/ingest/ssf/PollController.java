package dev.rollcall.ingest.ssf;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Where a recipient fetches its tokens and acknowledges them (RFC 8936 §2). */
@RestController
final class PollController {

    private static final String CHALLENGE = "Bearer realm=\"rollcall\"";

    private final Recipients recipients;
    private final Polls polls;

    PollController(Recipients recipients, Polls polls) {
        this.recipients = recipients;
        this.polls = polls;
    }

    /** 401 for a wrong token, 403 while the app is disabled, 400 for what is no poll. */
    @PostMapping(path = "/ssf/{app}/poll", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<PollResponse>> poll(
            @PathVariable String app,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestBody Mono<PollRequest> body) {
        if (!recipients.isOf(app, authorization)) {
            String reason = authorization == null ? "" : ", error=\"invalid_token\"";
            return Mono.just(ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + reason)
                    .build());
        }
        if (!recipients.isEnabled(app)) {
            return Mono.error(new ResponseStatusException(
                    HttpStatus.FORBIDDEN, "The app is disabled. An administrator can enable it."));
        }
        return body.map(PollRequest::checked)
                .flatMap(request -> polls.poll(app, request))
                .map(answer ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(answer));
    }
}
