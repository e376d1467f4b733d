package io.waymark.mlflow;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/// Where an MLflow server is, and who we are there: what its own clients read from the environment.
///
/// @param uri without a slash at its end
record Server(String uri, Optional<Login> login, Optional<String> token) {
  static final String URI_VARIABLE = "MLFLOW_TRACKING_URI";
  private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  /// Name and password.
  record Login(String username, String password) {
    @Override
    public String toString() {
      return username;
    }
  }

  /// What the environment says; empty where it names no server.
  ///
  /// @throws IllegalArgumentException where what it names is none that can be asked
  static Optional<Server> of(Map<String, String> environment) {
    return given(environment, URI_VARIABLE)
        .map(
            uri ->
                new Server(
                    checked(uri),
                    given(environment, USERNAME)
                        .flatMap(
                            name ->
                                given(environment, PASSWORD)
                                    .map(password -> new Login(name, password))),
                    given(environment, TOKEN)));
  }

  private static Optional<String> given(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static String checked(String uri) {
    URI read;
    try {
      read = URI.create(uri.strip());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(URI_VARIABLE + " is no URI", wrong);
    }
    @Nullable String scheme = read.getScheme();
    if (scheme == null || !scheme.matches("(?i)https?")) {
      throw new IllegalArgumentException(URI_VARIABLE + " must begin with http:// or https://");
    }
    if (read.getHost() == null) {
      throw new IllegalArgumentException(
          URI_VARIABLE + " must name a host, of letters, digits, '.' and '-'");
    }
    if (read.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "%s must name nobody; set %s and %s, or %s"
              .formatted(URI_VARIABLE, USERNAME, PASSWORD, TOKEN));
    }
    return read.toString().replaceAll("/+$", "");
  }

  /// For the Java client, which takes the name before the token.
  BasicMlflowHostCreds credentials() {
    return login
        .map(known -> new BasicMlflowHostCreds(uri, known.username(), known.password()))
        .or(() -> token.map(known -> new BasicMlflowHostCreds(uri, known)))
        .orElseGet(() -> new BasicMlflowHostCreds(uri));
  }

  /// The header that says the same.
  Optional<String> authorization() {
    return login
        .map(known -> known.username() + ":" + known.password())
        .map(both -> both.getBytes(StandardCharsets.UTF_8))
        .map(both -> "Basic " + Base64.getEncoder().encodeToString(both))
        .or(() -> token.map(known -> "Bearer " + known));
  }

  @Override
  public String toString() {
    return uri;
  }
}
