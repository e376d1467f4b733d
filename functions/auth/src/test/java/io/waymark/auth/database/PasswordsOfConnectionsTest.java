package io.waymark.auth.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.postgresql.plugin.AuthenticationRequestType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class PasswordsOfConnectionsTest {
  @Test
  void anIamPasswordIsASignedRequestToConnectAsThisUser() {
    Properties connection =
        parsed("jdbc:postgresql://cluster.example.test:5433/waymark?user=waymark_login");
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));
    String password =
        new String(
            new JdbcIamPassword(connection, credentials, "eu-central-1")
                .getPassword(AuthenticationRequestType.CLEARTEXT_PASSWORD));
    assertThat(password)
        .startsWith("cluster.example.test:5433/?")
        .contains("Action=connect", "DBUser=waymark_login", "X-Amz-Expires=900")
        .contains("eu-central-1%2Frds-db%2Faws4_request", "X-Amz-Signature=")
        .doesNotContain("secret");
  }

  @Test
  void aSecretsPasswordIsTheFieldOfThatName() throws IOException {
    assertThat(JdbcSecretPassword.password("{\"username\": \"u\", \"password\": \"s3cr&t\"}"))
        .isEqualTo("s3cr&t".toCharArray());
    assertThatThrownBy(() -> JdbcSecretPassword.password("{\"username\": \"u\"}"))
        .hasMessageContaining("password");
  }

  @Test
  void theAddressNamesTheSecret() {
    Properties connection = parsed("jdbc:postgresql://db.example.test/waymark?user=waymark");
    assertThatThrownBy(() -> new JdbcSecretPassword(connection))
        .hasMessageContaining("passwordSecret");
    Properties named =
        parsed("jdbc:postgresql://db.example.test/waymark?passwordSecret=arn:aws:x:y");
    assertThat(named).containsEntry("passwordSecret", "arn:aws:x:y");
  }

  private static Properties parsed(String url) {
    Properties parsed = Driver.parseURL(url, new Properties());
    assertThat(parsed).isNotNull();
    return parsed == null ? new Properties() : parsed;
  }
}
