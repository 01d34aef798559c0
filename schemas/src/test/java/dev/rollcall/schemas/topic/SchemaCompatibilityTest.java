package dev.rollcall.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.IdentityChange;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * FULL_TRANSITIVE: what any released version wrote today's reads, and the other way round. A release copies
 * {@code src/main/avro} to {@code src/test/resources/released/<n>}.
 */
class SchemaCompatibilityTest {

    private static final Path RELEASED = Path.of("src/test/resources/released");

    static Stream<Path> released() throws IOException {
        try (var versions = Files.list(RELEASED)) {
            return versions.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("released")
    void readsAndIsReadByEveryReleasedVersion(Path version) throws IOException {
        Map<String, Schema> then = parse(version);
        Map<String, Schema> now = parse(Path.of("src/main/avro"));

        assertThat(now.keySet()).containsAll(then.keySet());
        then.forEach((name, old) -> {
            assertThat(compatibility(now.get(name), old))
                    .as(name + " reads " + version)
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            assertThat(compatibility(old, now.get(name)))
                    .as(version + " reads " + name)
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        });
    }

    @Test
    void wouldNoticeAFieldWithoutADefault() throws IOException {
        Schema change = parse(Path.of("src/main/avro")).get(IdentityChange.class.getName());
        var fields = new ArrayList<Schema.Field>();
        change.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("extra", Schema.create(Schema.Type.STRING)));
        Schema extended = Schema.createRecord(change.getName(), null, change.getNamespace(), false, fields);

        assertThat(compatibility(extended, change)).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    @Test
    void describesEveryRecordAndField() throws IOException {
        parse(Path.of("src/main/avro")).values().forEach(schema -> {
            assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
            if (schema.getType() == Schema.Type.RECORD) {
                schema.getFields()
                        .forEach(field -> assertThat(field.doc())
                                .as(schema.getName() + "." + field.name())
                                .isNotBlank());
            }
        });
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static Map<String, Schema> parse(Path directory) throws IOException {
        var parser = new SchemaParser();
        for (File file : files(directory.resolve("enums"))) {
            parser.parse(file);
        }
        for (File file : files(directory)) {
            parser.parse(file);
        }
        var schemas = new TreeMap<String, Schema>();
        parser.getParsedNamedSchemas().forEach(schema -> schemas.put(schema.getFullName(), schema));
        return schemas;
    }

    private static List<File> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .map(Path::toFile)
                    .toList();
        }
    }
}
