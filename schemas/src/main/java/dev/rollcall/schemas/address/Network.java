package dev.rollcall.schemas.address;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses.
 *
 * @param address in the block
 * @param bits of it that all have in common
 */
public record Network(InetAddress address, int bits) {

    /**
     * Reads CIDR notation (RFC 4632 §3.1), such as {@code 10.0.0.0/8} or {@code ::1/128}; without a length it is the one
     * address. Nothing is looked up.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Network of(String text) {
        String given = text.strip();
        int slash = given.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? given : given.substring(0, slash));
        int most = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? most : Integer.parseUnsignedInt(given.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(given + " isn't a network: its prefix is longer than an address");
        }
        return new Network(address, bits);
    }

    /** Whether the address is in the block; one of the other protocol never is. */
    boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        int bytes = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        if (ours.length != theirs.length || !Arrays.equals(ours, 0, bytes, theirs, 0, bytes)) {
            return false;
        }
        int mask = 0xff << (Byte.SIZE - rest) & 0xff;
        return rest == 0 || (ours[bytes] & mask) == (theirs[bytes] & mask);
    }
}
