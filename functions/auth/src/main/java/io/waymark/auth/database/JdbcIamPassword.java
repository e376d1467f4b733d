package io.waymark.auth.database;

import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// The password of an IAM log-in to Aurora: a request to connect, signed by the function's role. It
/// is made anew for each connection, so that nothing has to be kept or rotated. Named in the JDBC
/// address by `authenticationPluginClassName`; the driver makes the object.
public final class JdbcIamPassword implements AuthenticationPlugin {
  /// What Amazon RDS accepts.
  private static final Duration VALID = Duration.ofMinutes(15);

  private final Properties connection;
  private final AwsCredentialsProvider credentials;
  private final String region;

  public JdbcIamPassword(Properties connection) {
    this(
        connection,
        DefaultCredentialsProvider.builder().build(),
        DefaultAwsRegionProviderChain.builder().build().getRegion().id());
  }

  JdbcIamPassword(Properties connection, AwsCredentialsProvider credentials, String region) {
    this.connection = connection;
    this.credentials = credentials;
    this.region = region;
  }

  @Override
  public char[] getPassword(AuthenticationRequestType type) {
    SdkHttpRequest connect =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol("https")
            .host(PGProperty.PG_HOST.getOrDefault(connection))
            .port(Integer.parseInt(String.valueOf(PGProperty.PG_PORT.getOrDefault(connection))))
            .encodedPath("/")
            .putRawQueryParameter("Action", "connect")
            .putRawQueryParameter("DBUser", PGProperty.USER.getOrDefault(connection))
            .build();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                request ->
                    request
                        .identity(credentials.resolveCredentials())
                        .request(connect)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "rds-db")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(
                            AwsV4FamilyHttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, VALID));
    return signed.request().getUri().toString().substring("https://".length()).toCharArray();
  }
}
