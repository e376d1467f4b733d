package io.waymark.auth.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// The password in a secret of the form that Amazon RDS writes, `{"username": …, "password": …}`.
/// It is read for each connection, so that a rotation needs no restart. The JDBC address names this
/// class by `authenticationPluginClassName` and the secret by `passwordSecret`.
public final class JdbcSecretPassword implements AuthenticationPlugin {
  private static final String SECRET = "passwordSecret";

  private final String secret;

  public JdbcSecretPassword(Properties connection) {
    this.secret =
        Objects.requireNonNull(
            connection.getProperty(SECRET), "the JDBC address names no " + SECRET);
  }

  @Override
  public char[] getPassword(AuthenticationRequestType type) throws PSQLException {
    try (SecretsManagerClient secrets =
        SecretsManagerClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      return password(secrets.getSecretValue(request -> request.secretId(secret)).secretString());
    } catch (SdkException | IOException e) {
      throw new PSQLException(
          "the secret of the database's password cannot be read",
          PSQLState.CONNECTION_UNABLE_TO_CONNECT,
          e);
    }
  }

  static char[] password(String secret) throws IOException {
    JsonNode password = new ObjectMapper().readTree(secret).path("password");
    if (!password.isTextual()) {
      throw new IOException("the secret has no field password");
    }
    return password.textValue().toCharArray();
  }
}
