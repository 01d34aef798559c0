package dev.rollcall.bench;

import dev.rollcall.bench.cases.BenchCase;
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
}
