package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainSlashesTest {

    @ParameterizedTest
    @CsvSource({"/a/b,/a/b", "/a//b,/a/b", "/a/b/,/a/b", "//a///b//,/a/b", "/,/", "//,/"})
    void makesSloppyPathsPlain(String path, String plain) {
        assertThat(PlainSlashes.plain(path)).isEqualTo(plain);
    }
}
