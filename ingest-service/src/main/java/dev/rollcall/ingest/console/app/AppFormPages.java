package dev.rollcall.ingest.console.app;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rollcall.event.AppSetting;
import dev.rollcall.ingest.app.AppBody;
import dev.rollcall.ingest.app.Apps;
import dev.rollcall.ingest.console.Form;
import dev.rollcall.ingest.console.Trouble;
import dev.rollcall.ingest.delivery.Operators;
import dev.rollcall.ingest.replay.BackFills;
import dev.rollcall.ingest.scim.PublicUrl;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.ingest.setting.Versions;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Makes an app, and changes one: the admin API's rules, said at the fields of a form. */
@Controller
final class AppFormPages {

    private final Apps apps;
    private final Settings settings;
    private final PublicUrl url;
    private final JsonMapper json;

    AppFormPages(Apps apps, Settings settings, PublicUrl url, JsonMapper json) {
        this.apps = apps;
        this.settings = settings;
        this.url = url;
        this.json = json;
    }

    /** A connection that an app may follow. */
    record Choice(String id, String name) {}

    /** First the kind is chosen, for each has fields of its own. */
    @GetMapping("/console/apps/new")
    Rendering choose(@RequestParam(required = false) @Nullable String kind) {
        return AppChoice.of(kind)
                .map(this::blank)
                .orElseGet(() -> Rendering.view("console/new-app")
                        .modelAttribute("kinds", List.of(AppChoice.values()))
                        .build());
    }

    /** Its id is made with the form, so that sending it twice makes one app. */
    private Rendering blank(AppChoice kind) {
        var data = new LinkedMultiValueMap<String, String>();
        data.add("id", UuidCreator.getTimeOrderedEpoch().toString());
        data.add("method", kind.isWebhook() ? "none" : "bearer");
        data.add("start", "everything");
        return page(null, kind, new Form(data), null);
    }

    /** Shows at once what was made for the app, for nobody can tell it again. */
    @PostMapping("/console/apps")
    Mono<Rendering> create(ServerWebExchange exchange) {
        return Mono.zip(Form.of(exchange), Operators.of(exchange)).flatMap(asked -> {
            Form form = asked.getT1();
            AppChoice kind = AppChoice.of(form.text("kind")).orElseThrow(() -> Refused.wrong("Choose a kind of app."));
            return Mono.fromCallable(() -> json.treeToValue(new AppWish(kind, form).asked(), AppBody.class))
                    .flatMap(body -> apps.create(
                            body, BackFills.Start.of(form.given("start").orElse(null)), asked.getT2()))
                    .map(made -> made(made, kind, exchange))
                    .onErrorResume(e -> refused(e, form.text("id"), trouble -> page(null, kind, form, trouble)));
        });
    }

    private Rendering made(Apps.Created made, AppChoice kind, ServerWebExchange exchange) {
        String id = made.app().id();
        return made.secret() == null && made.publicKey() == null && made.token() == null
                ? Rendering.redirectTo("/console/apps/" + id).build()
                : Rendering.view("console/app-made")
                        .modelAttribute("app", id)
                        .modelAttribute("name", made.app().value().getName())
                        .modelAttribute("kind", kind)
                        .modelAttribute("made", made)
                        .modelAttribute("pollUrl", url.of(exchange.getRequest()) + "/ssf/" + id + "/poll")
                        .build();
    }

    @GetMapping("/console/apps/{id}/change")
    Rendering show(@PathVariable String id) {
        Settings.Entry<AppSetting> app = apps.find(id);
        return page(id, kind(app.value()), AppWish.form(app.value(), Versions.etag(app.setting())), null);
    }

    /** Where somebody else changed the app since the form was shown, it is saved only when it is sent once more. */
    @PostMapping("/console/apps/{id}/change")
    Mono<Rendering> change(@PathVariable String id, ServerWebExchange exchange) {
        return Form.of(exchange).flatMap(form -> {
            AppSetting before = apps.find(id).value();
            AppChoice kind = kind(before);
            return Mono.fromCallable(() -> new AppWish(kind, form).patch(before))
                    .flatMap(
                            patch -> apps.patch(id, patch, form.given("version").orElse(null)))
                    .map(_ -> Rendering.redirectTo("/console/apps/" + id).build())
                    .onErrorResume(e -> refused(
                            e,
                            id,
                            trouble -> trouble.status().isSameCodeAs(HttpStatus.PRECONDITION_FAILED)
                                    ? late(id, form, trouble)
                                    : page(id, kind, form, trouble)));
        });
    }

    /** What was typed, on top of the version that is there now. */
    private Rendering late(String id, Form form, Trouble trouble) {
        Settings.Entry<AppSetting> now = apps.find(id);
        return page(
                id,
                kind(now.value()),
                form.with("version", Versions.etag(now.setting())),
                new Trouble(
                        trouble.status(),
                        "Somebody else changed the app while you did, so nothing is saved yet. Save puts what is typed here in"
                                + " the place of what they saved.",
                        null));
    }

    private interface Again {

        Rendering with(Trouble trouble);
    }

    private static Mono<Rendering> refused(Throwable failure, String id, Again again) {
        Optional<Trouble> trouble = Trouble.of(failure);
        if (trouble.isEmpty()) {
            return Mono.error(failure);
        }
        return Mono.just(
                trouble.get().status().isSameCodeAs(HttpStatus.CONFLICT)
                        ? Rendering.redirectTo("/console/apps/" + id).build()
                        : again.with(AppFields.at(trouble.get())));
    }

    private static AppChoice kind(AppSetting app) {
        return AppChoice.of(app.getKind())
                .orElseThrow(() -> Refused.wrong("The app is of a kind that this version doesn't know."));
    }

    private Rendering page(@Nullable String id, AppChoice kind, Form form, @Nullable Trouble trouble) {
        return Rendering.view("console/app-form")
                .modelAttribute("isNew", id == null)
                .modelAttribute("heading", id == null ? "New app: " + kind.title() : "Change " + form.text("name"))
                .modelAttribute("app", id == null ? "" : id)
                .modelAttribute("kind", kind)
                .modelAttribute("typed", form)
                .modelAttribute("followed", form.all("connections"))
                .modelAttribute("choices", choices(form.all("connections")))
                .modelAttribute(
                        "isLate", trouble != null && trouble.status().isSameCodeAs(HttpStatus.PRECONDITION_FAILED))
                .model(trouble == null ? Map.of() : trouble.model())
                .status(trouble == null ? HttpStatus.OK : trouble.status())
                .build();
    }

    /** With those that it follows and that were deleted, for without the last of them it would follow all. */
    private List<Choice> choices(List<String> followed) {
        Stream<Choice> deleted = followed.stream()
                .filter(id -> settings.connection(id).isEmpty())
                .map(id -> new Choice(id, id + ", which was deleted"));
        return Stream.concat(
                        settings.connections().stream()
                                .map(one -> new Choice(one.id(), one.value().getName())),
                        deleted)
                .toList();
    }
}
