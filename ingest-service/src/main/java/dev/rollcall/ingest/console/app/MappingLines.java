package dev.rollcall.ingest.console.app;

import dev.rollcall.ingest.console.WrongField;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A mapping as people type it: a line for each attribute, {@code title = JSONata}. */
final class MappingLines {

    private static final String EQUALS = " = ";

    private MappingLines() {}

    static String of(Map<String, String> mapping) {
        return new TreeMap<>(mapping)
                .entrySet().stream()
                        .map(one ->
                                one.getKey() + EQUALS + one.getValue().strip().replaceAll("\\s*\\R\\s*", " "))
                        .collect(Collectors.joining("\n"));
    }

    /**
     * Attribute path to JSONata.
     *
     * @throws WrongField for a line that is none, and for an attribute that comes twice
     */
    static Map<String, String> read(String text) {
        var mapping = new TreeMap<String, String>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            String[] sides = line.split("\\s*=\\s*", 2);
            if (sides.length < 2 || sides[0].isEmpty() || sides[1].isEmpty()) {
                throw new WrongField(
                        "mapping",
                        "Each line of the mapping is an attribute, an equals sign and an expression, such as title ="
                                + " $uppercase(title).");
            }
            if (mapping.put(sides[0], sides[1]) != null) {
                throw new WrongField("mapping", "The mapping has " + sides[0] + " twice.");
            }
        });
        return mapping;
    }
}
