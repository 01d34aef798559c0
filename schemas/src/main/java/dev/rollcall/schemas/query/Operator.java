package dev.rollcall.schemas.query;

/** The comparisons of RFC 7644 §3.4.2.2 that have a value on their right. */
public enum Operator {
    EQ,
    NE,
    CO,
    SW,
    EW,
    GT,
    GE,
    LT,
    LE;

    /** Whether it looks into text. */
    boolean isOnText() {
        return this == CO || this == SW || this == EW;
    }

    /** Whether it needs an order. */
    boolean isOnOrder() {
        return switch (this) {
            case GT, GE, LT, LE -> true;
            case EQ, NE, CO, SW, EW -> false;
        };
    }

    /** Compares the keys of two values. */
    boolean holds(String value, String operand) {
        return switch (this) {
            case EQ -> value.equals(operand);
            case NE -> !value.equals(operand);
            case CO -> value.contains(operand);
            case SW -> value.startsWith(operand);
            case EW -> value.endsWith(operand);
            case GT -> ValueKeys.ORDER.compare(value, operand) > 0;
            case GE -> ValueKeys.ORDER.compare(value, operand) >= 0;
            case LT -> ValueKeys.ORDER.compare(value, operand) < 0;
            case LE -> ValueKeys.ORDER.compare(value, operand) <= 0;
        };
    }
}
