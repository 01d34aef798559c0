package dev.rollcall.ingest.delivery.person;

import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.schemas.setting.Settings;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The admin API for one person and the apps. */
@RestController
@RequestMapping("/api/v1/connections/{connection}/users/{user}/apps")
final class PersonController {

    private final PersonApps people;
    private final Statements statements;
    private final Settings settings;
    private final PublicUrl url;
    private final Scheduler blocking;

    PersonController(PersonApps people, Statements statements, Settings settings, PublicUrl url, Scheduler blocking) {
        this.people = people;
        this.statements = statements;
        this.settings = settings;
        this.url = url;
        this.blocking = blocking;
    }

    /** What each app that follows the connection has of the person, also of one who was deleted. */
    @GetMapping
    Mono<PersonView> apps(@PathVariable String connection, @PathVariable String user) {
        return Mono.fromCallable(() -> find(connection, user)).subscribeOn(blocking);
    }

    /** A signed statement that the person is out of every app; 409 with what is missing while that isn't so. */
    @GetMapping(path = "/statement", produces = "application/jwt")
    Mono<String> statement(@PathVariable String connection, @PathVariable String user, ServerHttpRequest request) {
        return Mono.fromCallable(() -> out(find(connection, user)))
                .subscribeOn(blocking)
                .flatMap(person -> statements.of(person, url.of(request) + "/scim/v2/" + connection));
    }

    private static PersonView out(PersonView person) {
        if (!person.outOfEveryApp()) {
            var refusal = new ResponseStatusException(
                    HttpStatus.CONFLICT, "The person isn't out of every app, so nobody can vouch for it.");
            refusal.getBody().setProperty("missing", person.missing());
            throw refusal;
        }
        return person;
    }

    private PersonView find(String connection, String user) {
        if (settings.connection(connection).isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no connection with this id. GET /api/v1/connections lists all.");
        }
        return people.of(connection, user)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "Neither the directory nor any app knows of a person with this id."));
    }
}
