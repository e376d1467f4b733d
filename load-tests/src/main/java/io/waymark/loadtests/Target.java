package io.waymark.loadtests;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/// Where the load goes, and what it shows there.
///
/// @param apiKey of the tenant under load
/// @param member of that tenant
record Target(URI base, String apiKey, LogIn member) {
  /// Of the member, who logs in for it.
  String token() {
    try (Api anonymous = Api.anonymous(base)) {
      return anonymous.logIn(member).path("access_token").asText();
    }
  }

  @Override
  public String toString() {
    return "Target[" + base + "]";
  }

  /// Why `host` may not be put under load, if so.
  static Optional<String> refusal(URI host, boolean own) {
    String scheme = host.getScheme();
    if (scheme == null
        || !(scheme.equals("http") || scheme.equals("https"))
        || host.getHost() == null) {
      return Optional.of("--host must be a URL like http://127.0.0.1:8080");
    }
    if (host.getUserInfo() != null || host.getQuery() != null || !host.getPath().isEmpty()) {
      return Optional.of("--host must be a scheme, a host and a port, without a path");
    }
    return own || isLoopback(host.getHost())
        ? Optional.empty()
        : Optional.of(
            "--host %s is not this machine; say --i-own-this-host too if the load may go there"
                .formatted(host.getHost()));
  }

  /// All of its addresses: a name may have several.
  private static boolean isLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
