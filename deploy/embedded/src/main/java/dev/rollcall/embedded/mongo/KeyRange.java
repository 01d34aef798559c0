package dev.rollcall.embedded.mongo;

/** The keys from one, inclusive, to another, exclusive; keys that begin with one of these lie on the same side. */
record KeyRange(Key from, Key to) {

    static final KeyRange ALL = new KeyRange(new Key(new byte[0]), new Key(new byte[] {(byte) 0xFF}));

    /** What `operator` says about keys of the operand's type; MongoDB compares within one type only. */
    static KeyRange of(String operator, Object operand) {
        byte rank = (byte) KeyEncoder.rank(operand);
        Key operandKey = Key.of(operand);
        Key first = new Key(new byte[] {rank});
        Key end = new Key(new byte[] {(byte) (rank + 1)});
        return switch (operator) {
            case "$gt" -> new KeyRange(operandKey.endOfPrefix(), end);
            case "$gte" -> new KeyRange(operandKey, end);
            case "$lt" -> new KeyRange(first, operandKey);
            case "$lte" -> new KeyRange(first, operandKey.endOfPrefix());
            default -> throw new IllegalArgumentException(operator);
        };
    }

    KeyRange and(KeyRange other) {
        return new KeyRange(
                from.compareTo(other.from) >= 0 ? from : other.from, to.compareTo(other.to) <= 0 ? to : other.to);
    }

    boolean contains(Key key) {
        return from.compareTo(key) <= 0 && key.compareTo(to) < 0;
    }
}
