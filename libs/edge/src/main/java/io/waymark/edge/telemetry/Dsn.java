package io.waymark.edge.telemetry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where Sentry takes reports, and the key that it knows their sender by. As text
/// `https://<key>@<host>[:<port>][/<path>]/<project>`, which is a secret: no error quotes it.
///
/// @param envelopes the address that envelopes are posted to
record Dsn(URI envelopes, String key) {
  private static final Pattern KEY = Pattern.compile("[0-9A-Za-z]+");
  private static final Pattern PATH = Pattern.compile("((?:/[0-9A-Za-z._~-]+)*)/(\\d+)/?");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /// Reads one.
  ///
  /// @throws IllegalArgumentException saying which part is wrong
  static Dsn parse(String text) {
    URI uri =
        uri(text.strip())
            .orElseThrow(
                () -> new IllegalArgumentException("it is no address like https://key@host/42"));
    @Nullable String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException("it names no host");
    }
    if (!"https".equals(uri.getScheme())
        && !("http".equals(uri.getScheme()) && LOOPBACK.contains(host))) {
      throw new IllegalArgumentException("it must begin with https://");
    }
    @Nullable String key = uri.getRawUserInfo();
    if (key == null || !KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "between https:// and @ it must have the public key alone, letters and digits");
    }
    Matcher path = PATH.matcher(uri.getRawPath());
    if (!path.matches() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("it must end with the number of the project: …/42");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new Dsn(
        URI.create(
            "%s://%s%s%s/api/%s/envelope/"
                .formatted(uri.getScheme(), host, port, path.group(1), path.group(2))),
        key);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException none) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "Dsn[" + envelopes + "]";
  }
}
