package io.waymark.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Where a request comes from, as whoever took it in saw it: never what a header of it claims.
///
/// @param text an IPv4 address, or the first 64 bits of an IPv6 one, since whoever has one address
///   of such a network has them all
public record SourceAddress(String text) {
  /// Where nobody said; all of these count as one.
  public static final SourceAddress UNKNOWN = new SourceAddress("unknown");

  private static final int NETWORK_BYTES = 8;

  /// The address that `literal` writes; [#UNKNOWN] where it writes none.
  public static SourceAddress of(String literal) {
    try {
      InetAddress address = InetAddress.ofLiteral(literal);
      return new SourceAddress(
          address instanceof Inet6Address ? network(address) : address.getHostAddress());
    } catch (IllegalArgumentException e) {
      return UNKNOWN;
    }
  }

  private static String network(InetAddress address) {
    byte[] network = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
    return HexFormat.of().formatHex(network) + "::/64";
  }

  @Override
  public String toString() {
    return text;
  }
}
