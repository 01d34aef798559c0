package dev.rollcall.bench.delivery;

/** Numbers as they are reported. */
final class Numbers {

    private Numbers() {}

    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
