package dev.rollcall.ingest.app;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The admin API for apps. */
@RestController
@RequestMapping("/api/v1/apps")
final class AppController {

    private final Apps apps;
    private final AppProgress progress;

    AppController(Apps apps, AppProgress progress) {
        this.apps = apps;
        this.progress = progress;
    }

    /** Answers with the secret where it was made here; it is shown this once. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<AppView> create(@RequestBody NewApp asked) {
        return apps.create(asked).map(created -> AppView.of(created.app()).withSecret(created.secret()));
    }

    @GetMapping
    List<AppView> list() {
        return apps.all().stream().map(AppView::of).toList();
    }

    /** With how far the app has come. */
    @GetMapping("/{id}")
    Mono<AppView> get(@PathVariable String id) {
        AppView app = AppView.of(apps.find(id));
        return progress.of(id).map(app::withProgress);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id) {
        return apps.delete(id);
    }
}
