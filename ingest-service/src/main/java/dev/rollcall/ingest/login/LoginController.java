package dev.rollcall.ingest.login;

import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.ingest.credential.AdminToken;
import dev.rollcall.ingest.provider.Claims;
import dev.rollcall.ingest.provider.ProviderFault;
import dev.rollcall.ingest.provider.Providers;
import dev.rollcall.ingest.session.Person;
import dev.rollcall.ingest.session.Sessions;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The pages of signing in and out. */
@Controller
final class LoginController {

    private static final Logger log = LoggerFactory.getLogger(LoginController.class);

    private final SignIn signIn;
    private final Logout logout;
    private final Sessions sessions;
    private final Providers providers;
    private final AdminToken admin;

    LoginController(SignIn signIn, Logout logout, Sessions sessions, Providers providers, AdminToken admin) {
        this.signIn = signIn;
        this.logout = logout;
        this.sessions = sessions;
        this.providers = providers;
        this.admin = admin;
    }

    /** A button on the page. */
    record Choice(String connection, String name) {}

    /** What became of a token that was entered. */
    enum Entered {
        NOTHING(HttpStatus.OK),
        WRONG(HttpStatus.UNAUTHORIZED),
        TOO_MANY(HttpStatus.TOO_MANY_REQUESTS);

        private final HttpStatus status;

        Entered(HttpStatus status) {
            this.status = status;
        }
    }

    @GetMapping("/login")
    Rendering choose(@RequestParam(name = "return", required = false) @Nullable String returnPath) {
        return form(ReturnPath.of(returnPath), Entered.NOTHING);
    }

    private Rendering form(String returnPath, Entered entered) {
        List<Choice> choices =
                providers.open().stream().map(LoginController::choice).toList();
        return Rendering.view("login")
                .modelAttribute("choices", choices)
                .modelAttribute("returnPath", returnPath)
                .modelAttribute("entered", entered.name())
                .status(entered.status)
                .build();
    }

    private static Choice choice(Settings.Entry<ConnectionSetting> connection) {
        return new Choice(connection.id(), connection.value().getName());
    }

    /** Trades the administrator's token for a session. */
    @PostMapping("/login/token")
    Mono<Rendering> token(ServerWebExchange exchange) {
        return exchange.getFormData().map(form -> {
            String returnPath = ReturnPath.of(form.getFirst("return"));
            String token = form.getFirst("token");
            if (token == null || !admin.matches(token.strip())) {
                return wrong(exchange, returnPath);
            }
            sessions.openAsAdmin(exchange);
            return Rendering.redirectTo(returnPath).build();
        });
    }

    private Rendering wrong(ServerWebExchange exchange, String returnPath) {
        long wait = admin.countWrong(exchange.getRequest().getRemoteAddress());
        if (wait == 0) {
            return form(returnPath, Entered.WRONG);
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(wait));
        return form(returnPath, Entered.TOO_MANY);
    }

    /** Sends the browser to the provider. */
    @GetMapping("/oauth2/authorization/{connection}")
    Mono<Rendering> start(
            @PathVariable String connection,
            @RequestParam(name = "return", required = false) @Nullable String returnPath,
            ServerWebExchange exchange) {
        return start(exchange, connection, ReturnPath.of(returnPath), false);
    }

    /** The same for an administrator who only wants to see what comes of it. */
    @GetMapping("/login/test/{connection}")
    Mono<Rendering> test(@PathVariable String connection, ServerWebExchange exchange) {
        return start(exchange, connection, ReturnPath.CONSOLE, true);
    }

    private Mono<Rendering> start(ServerWebExchange exchange, String connection, String returnPath, boolean isTest) {
        return signIn.start(exchange, connection, returnPath, isTest)
                .map(uri -> Rendering.redirectTo(uri.toString()).build())
                .onErrorResume(
                        ProviderFault.class,
                        fault -> Mono.just(failed(new Outcome.Failed(connection, isTest, fault.reason()))));
    }

    /** Where the provider sends the browser back to. */
    @GetMapping("/login/oauth2/code/{connection}")
    Mono<Rendering> finish(@PathVariable String connection, ServerWebExchange exchange) {
        return signIn.finish(exchange, connection).map(outcome -> switch (outcome) {
            case Outcome.SignedIn in when in.attempt().isTest() -> tested(in.attempt(), in.claims(), in.person());
            case Outcome.SignedIn in -> open(exchange, in);
            case Outcome.NotAllowed not when not.attempt().isTest() -> tested(not.attempt(), not.claims(), null);
            case Outcome.NotAllowed not -> refused(not);
            case Outcome.Failed failed -> failed(failed);
        });
    }

    private Rendering open(ServerWebExchange exchange, Outcome.SignedIn in) {
        if (!sessions.open(exchange, in.person().session())) {
            return refused(new Outcome.NotAllowed(in.attempt(), in.claims(), Outcome.Why.TOO_LARGE));
        }
        logout.prepare(exchange, in.idToken());
        log.atInfo()
                .addKeyValue("connection", in.attempt().connection())
                .addKeyValue("role", in.person().roleName())
                .log("Somebody signed in");
        return Rendering.redirectTo(in.attempt().returnPath()).build();
    }

    private static Rendering refused(Outcome.NotAllowed not) {
        log.atInfo()
                .addKeyValue("connection", not.attempt().connection())
                .addKeyValue("why", not.why())
                .log("Somebody may not sign in");
        return Rendering.view("login-refused")
                .modelAttribute("why", not.why().name())
                .modelAttribute("claims", SeenClaim.of(not.claims()))
                .status(HttpStatus.FORBIDDEN)
                .build();
    }

    private static Rendering tested(Attempt attempt, Claims claims, @Nullable Person person) {
        return Rendering.view("login-tested")
                .modelAttribute("connection", attempt.connection())
                .modelAttribute(
                        "role",
                        Optional.ofNullable(person).map(Person::roleName).orElse(""))
                .modelAttribute("claims", SeenClaim.of(claims))
                .build();
    }

    private static Rendering failed(Outcome.Failed failed) {
        log.atInfo()
                .addKeyValue("connection", failed.connection())
                .addKeyValue("reason", failed.reason())
                .log("A sign-in came to nothing");
        return Rendering.view("login-failed")
                .modelAttribute("isTest", failed.isTest())
                .modelAttribute("reason", failed.reason())
                .status(HttpStatus.BAD_REQUEST)
                .build();
    }

    @PostMapping("/logout")
    Mono<Rendering> logout(ServerWebExchange exchange) {
        return Person.of(exchange)
                .flatMap(person -> logout.signOut(exchange, person))
                .map(uri -> signedOut(uri.toString()))
                .switchIfEmpty(Mono.fromSupplier(() -> signedOut("")));
    }

    private static Rendering signedOut(String provider) {
        return Rendering.view("signed-out")
                .modelAttribute("provider", provider)
                .modelAttribute("isSignedOut", true)
                .build();
    }
}
