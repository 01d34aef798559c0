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
                        .map(one -> one.getKey() + EQUALS + inOneLine(one.getValue()))
                        .collect(Collectors.joining("\n"));
    }

    private static String inOneLine(String expression) {
        return expression.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /**
     * Attribute path to JSONata.
     *
     * @param before what was shown: a line that is as it was is kept with its breaks, which may stand in a text
     * @throws WrongField for a line that is none, and for an attribute that comes twice
     */
    static Map<String, String> read(String text, Map<String, String> before) {
        Map<String, String> mapping = read(text);
        before.forEach((attribute, expression) -> mapping.computeIfPresent(
                attribute, (_, typed) -> typed.equals(inOneLine(expression)) ? expression : typed));
        return mapping;
    }

    private static Map<String, String> read(String text) {
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
