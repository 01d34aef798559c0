package dev.rollcall.schemas.scim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two sets of attributes, as SCIM paths. The order of a multi-valued attribute means nothing
 * (RFC 7643 §2.3.8), and a missing {@code primary} is false (§2.4).
 */
public final class AttributeDiff {

    private AttributeDiff() {}

    /**
     * The paths of what was added, revised or removed, such as {@code active}, {@code name.familyName}, {@code emails}
     * or {@code urn:…:User:department}; empty when both mean the same.
     */
    public static <T extends SpecificRecord> List<String> paths(ScimCodec<T> codec, @Nullable T before, T after) {
        var paths = new ArrayList<String>();
        diff(codec.shape(), before, after, "", paths);
        return paths;
    }

    private static void diff(
            RecordShape shape,
            @Nullable SpecificRecord before,
            @Nullable SpecificRecord after,
            String prefix,
            List<String> paths) {
        for (Attribute attribute : shape.attributes()) {
            Object old = before == null ? null : attribute.get(before);
            Object now = after == null ? null : attribute.get(after);
            String path = prefix + attribute.name();
            switch (attribute.shape()) {
                case STRING, BOOLEAN -> {
                    if (!Objects.equals(old, now)) {
                        paths.add(path);
                    }
                }
                case COMPLEX ->
                    diff(
                            attribute.sub(),
                            (SpecificRecord) old,
                            (SpecificRecord) now,
                            path + (path.startsWith("urn:") && prefix.isEmpty() ? ":" : "."),
                            paths);
                case MULTI_VALUED -> {
                    if (!counted(attribute.sub(), old).equals(counted(attribute.sub(), now))) {
                        paths.add(path);
                    }
                }
                case EXTENSIONS -> extensions(map(old), map(now), paths);
            }
        }
    }

    private static void extensions(Map<?, ?> old, Map<?, ?> now, List<String> paths) {
        var urns = new TreeSet<String>();
        old.keySet().forEach(urn -> urns.add((String) urn));
        now.keySet().forEach(urn -> urns.add((String) urn));
        urns.stream().filter(urn -> !Objects.equals(old.get(urn), now.get(urn))).forEach(paths::add);
    }

    private static Map<List<@Nullable Object>, Integer> counted(RecordShape shape, @Nullable Object values) {
        var counts = new HashMap<List<@Nullable Object>, Integer>();
        if (values instanceof List<?> list) {
            list.forEach(value -> counts.merge(parts(shape, (SpecificRecord) value), 1, Integer::sum));
        }
        return counts;
    }

    private static List<@Nullable Object> parts(RecordShape shape, SpecificRecord value) {
        var parts = new ArrayList<@Nullable Object>();
        for (Attribute attribute : shape.attributes()) {
            Object part = value.get(attribute.position());
            parts.add(attribute.name().equals("primary") ? Boolean.TRUE.equals(part) : part);
        }
        return parts;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
