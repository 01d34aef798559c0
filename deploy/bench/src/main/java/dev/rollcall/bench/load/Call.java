package dev.rollcall.bench.load;

/** An HTTP request, encoded before it is needed: the bytes on the wire, of which the last {@code bodyBytes} are its body. */
public record Call(byte[] bytes, int bodyBytes) {}
