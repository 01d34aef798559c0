package dev.rollcall.schemas.rebuild;

import dev.rollcall.event.RebuildSetting;
import dev.rollcall.event.RebuildState;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which generations of the directory are in use, as the settings have it now. Any thread may ask. */
public final class Generations {

    private final Settings settings;
    private volatile View view;

    /**
     * @param read the one that is read
     * @param kept the one that nobody takes away: the newest that was confirmed
     * @param written all that get every write
     * @param rebuild what isn't ended yet
     */
    private record View(int read, int kept, SortedSet<Integer> written, Optional<RebuildSetting> rebuild) {

        static View of(List<RebuildSetting> rebuilds) {
            int kept = rebuilds.stream()
                    .filter(rebuild -> rebuild.getState() == RebuildState.CONFIRMED)
                    .mapToInt(RebuildSetting::getGeneration)
                    .max()
                    .orElse(0);
            Optional<RebuildSetting> open = rebuilds.stream()
                    .filter(rebuild -> rebuild.getGeneration() > kept && isOpen(rebuild.getState()))
                    .findFirst();
            var written = new TreeSet<Integer>();
            written.add(kept);
            open.ifPresent(rebuild -> written.add(rebuild.getGeneration()));
            int read = open.filter(rebuild -> rebuild.getState() == RebuildState.ACTIVE)
                    .map(RebuildSetting::getGeneration)
                    .orElse(kept);
            return new View(read, kept, written, open);
        }
    }

    public Generations(Settings settings) {
        this.settings = settings;
        this.view = look();
        settings.onChange((key, _) -> {
            if (Settings.isRebuild(key)) {
                view = look();
            }
        });
    }

    private View look() {
        return View.of(settings.rebuilds().stream().map(Settings.Entry::value).toList());
    }

    /** Whether a rebuild in this state has a generation of its own beside the one that is kept. */
    public static boolean isOpen(RebuildState state) {
        return switch (state) {
            case BUILDING, READY, ACTIVE -> true;
            case CONFIRMED, CANCELLED, FAILED, UNKNOWN -> false;
        };
    }

    /** The one that is read. */
    public int read() {
        return view.read();
    }

    /** All that get every write, the one that is read among them. */
    public SortedSet<Integer> written() {
        return view.written();
    }

    /** The rebuild that isn't ended yet. */
    public Optional<RebuildSetting> rebuild() {
        return view.rebuild();
    }

    /**
     * Whether it is known that nobody uses a generation any more, and nobody ever will; one that this instance hasn't heard
     * of yet isn't among them.
     */
    public boolean isOver(int generation) {
        if (generation < view.kept()) {
            return true;
        }
        return settings.rebuild(generation)
                .map(entry -> entry.value().getState())
                .filter(state -> state == RebuildState.CANCELLED || state == RebuildState.FAILED)
                .isPresent();
    }

    /** Those that were given up, so that nothing is to be told of them. */
    public List<Integer> cancelled() {
        return settings.rebuilds().stream()
                .map(Settings.Entry::value)
                .filter(rebuild -> rebuild.getState() == RebuildState.CANCELLED)
                .map(RebuildSetting::getGeneration)
                .toList();
    }

    /** The number of the next rebuild. */
    public int next() {
        return settings.rebuilds().stream()
                        .mapToInt(entry -> entry.value().getGeneration())
                        .max()
                        .orElse(0)
                + 1;
    }
}
