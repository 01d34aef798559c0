package dev.rollcall.schemas.scim;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The extensions that a connection declares. */
public final class ExtensionSchemas {

    public static final ExtensionSchemas NONE = new ExtensionSchemas(List.of());

    private static final int REMEMBERED = 1_000;
    private static final Map<String, Declared> READ = new ConcurrentHashMap<>();

    private final List<Declared> all;

    private record Declared(String json, ExtensionSchema extension) {}

    private ExtensionSchemas(List<Declared> all) {
        this.all = all;
    }

    /** From their JSON, as settings and requests carry it. */
    public static ExtensionSchemas of(Collection<String> schemas) {
        return schemas.isEmpty()
                ? NONE
                : new ExtensionSchemas(
                        schemas.stream().map(ExtensionSchemas::read).toList());
    }

    /** Those that extend a resource type, such as {@code User}. */
    public ExtensionSchemas of(String resourceType) {
        return new ExtensionSchemas(all.stream()
                .filter(declared -> declared.extension().resourceTypes().contains(resourceType))
                .toList());
    }

    /** By its URN in any case. */
    public Optional<ExtensionSchema> find(String urn) {
        return stream()
                .filter(extension -> extension.schema().id().equalsIgnoreCase(urn))
                .findFirst();
    }

    public Stream<ExtensionSchema> stream() {
        return all.stream().map(Declared::extension);
    }

    /**
     * The JSON of those that the decision on a body depends on, by URN: those that it names, and where it replaces a
     * resource also those of which it must not leave out a value.
     */
    public Map<String, String> neededBy(String body, boolean replaces) {
        if (all.isEmpty()) {
            return Map.of();
        }
        String folded = body.toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(declared -> folded.contains(
                                declared.extension().schema().id().toLowerCase(Locale.ROOT))
                        || replaces
                                && Immutable.isIn(declared.extension().schema().attributes()))
                .collect(Collectors.toMap(
                        declared -> declared.extension().schema().id(), Declared::json));
    }

    /** The same text is the same schema: it is read once, not with every request. */
    private static Declared read(String json) {
        if (READ.size() > REMEMBERED) {
            READ.clear();
        }
        return READ.computeIfAbsent(json, text -> new Declared(text, ExtensionSchema.read(ScimJson.read(text))));
    }
}
