package dev.rollcall.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IndexEntryTest {

    @Property
    void comesInTheOrderOfItsJoinedKeys(@ForAll("entries") IndexEntry one, @ForAll("entries") IndexEntry other) {
        int joined = one.fields().then(one.position()).compareTo(other.fields().then(other.position()));

        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.signum(joined));
    }

    @Provide
    Arbitrary<IndexEntry> entries() {
        Arbitrary<Key> keys = Arbitraries.of((byte) 0, (byte) 1, (byte) 0xFF)
                .array(byte[].class)
                .ofMaxSize(4)
                .map(Key::new);
        return Combinators.combine(keys, keys).as(IndexEntry::new);
    }
}
