package io.waymark.testing;

/// The one pair of keys that the local services accept. Not secret: they listen on the loopback
/// address only.
public record LocalCredentials(String accessKey, String secretKey) {
  public static final LocalCredentials DEFAULT =
      new LocalCredentials("waymarklocal", "waymarklocalsecret");
}
