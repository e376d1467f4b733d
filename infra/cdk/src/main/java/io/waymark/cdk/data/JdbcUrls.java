package io.waymark.cdk.data;

/// Addresses that tell the PostgreSQL driver how to come by its password: by a class of `auth`.
final class JdbcUrls {
  private static final String PLUGIN = "authenticationPluginClassName=io.waymark.auth.database.";

  private JdbcUrls() {}

  /// A password in a secret, read at each connection.
  static String withSecret(String url, String secretArn) {
    return with(url, PLUGIN + "JdbcSecretPassword&passwordSecret=" + secretArn);
  }

  /// A password signed by the function's role at each connection.
  static String withIam(String url) {
    return with(url, PLUGIN + "JdbcIamPassword");
  }

  private static String with(String url, String parameters) {
    return url + (url.contains("?") ? "&" : "?") + parameters;
  }
}
