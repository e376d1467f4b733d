package io.waymark.edge;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Clients of AWS services, made when first asked for. One small HTTP client serves them all.
@Factory
public final class AwsClients {
  /// Longer than any answer of DynamoDB or S3 to a request of ours takes in health; a call that
  /// hangs must end well before API Gateway's 29 s.
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private final WaymarkConfig waymark;
  private final EndpointsConfig endpoints;
  private final CallConfig calls;
  private final FunctionCredentials credentials;

  AwsClients(WaymarkConfig waymark, EndpointsConfig endpoints, CallConfig calls) {
    this.waymark = waymark;
    this.endpoints = endpoints;
    this.calls = calls;
    this.credentials = new FunctionCredentials(this::source);
  }

  @Singleton
  Installation installation() {
    return waymark.installation();
  }

  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Singleton
  @Bean(preDestroy = "close")
  SdkHttpClient httpClient() {
    return UrlConnectionHttpClient.builder().connectionTimeout(Duration.ofSeconds(2)).build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  DynamoDbClient dynamoDb(SdkHttpClient http) {
    return configured(DynamoDbClient.builder(), endpoints.dynamodb(), http).build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  S3Client s3(SdkHttpClient http) {
    return configured(S3Client.builder(), endpoints.s3(), http)
        .forcePathStyle(endpoints.s3().isPresent())
        // Waiting for "100 Continue" on a connection that the server has just closed fails in a way
        // that the SDK does not try again.
        .serviceConfiguration(settings -> settings.expectContinueEnabled(false))
        .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofMinutes(10)))
        .build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  S3Presigner s3Presigner() {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(Region.of(waymark.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(endpoints.s3().isPresent())
                    .build());
    endpoints.s3().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /// Gives a client builder this installation's region, credentials, time limits and the HTTP
  /// client, and `endpoint` if there is one.
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder, Optional<URI> endpoint, SdkHttpClient http) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .httpClient(http)
        .region(Region.of(waymark.region()))
        .credentialsProvider(credentials)
        .overrideConfiguration(settings -> settings.apiCallTimeout(calls.limit(CALL_TIMEOUT)));
  }

  @Singleton
  FunctionCredentials credentials() {
    return credentials;
  }

  private AwsCredentialsProvider source() {
    if (waymark.accessKey().isPresent() && waymark.secretKey().isPresent()) {
      return StaticCredentialsProvider.create(
          AwsBasicCredentials.create(waymark.accessKey().get(), waymark.secretKey().get()));
    }
    return DefaultCredentialsProvider.builder().build();
  }
}
