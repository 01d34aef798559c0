package dev.rollcall.bench;

import dev.rollcall.bench.cases.BenchCase;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a case. */
final class CaseConverter implements ITypeConverter<BenchCase> {

    @Override
    public BenchCase convert(String label) {
        try {
            return BenchCase.of(label);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** All names, for the usage message. */
    static final class Labels implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(BenchCase.values()).map(BenchCase::label).iterator();
        }
    }
}
