package dev.rollcall.standalone.operate;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Prints members of JSON objects in columns as wide as they need; that there are none, where there are none. */
final class Table {

    private Table() {}

    /** @param members the columns; each is also its heading */
    static void print(PrintWriter out, Iterable<JsonNode> objects, String... members) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of(members).stream()
                .map(member -> member.replace('_', ' ').toUpperCase(Locale.ROOT))
                .toList());
        StreamSupport.stream(objects.spliterator(), false)
                .map(object -> List.of(members).stream()
                        .map(member -> object.path(member).asString("-"))
                        .toList())
                .forEach(rows::add);
        if (rows.size() == 1) {
            out.println("None.");
            out.flush();
            return;
        }
        int[] widths = IntStream.range(0, members.length)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(row.get(column))
                        .repeat(' ', widths[column] - row.get(column).length() + 2);
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }
}
