package io.waymark.edge;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.waymark.edge.resilience.Dependency;
import io.waymark.edge.resilience.OutgoingHttp;
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
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Clients of AWS services, made when first asked for. All but the presigner call through
/// [OutgoingHttp].
@Factory
public final class AwsClients {
  /// Longer than any answer of DynamoDB or S3 to a request of ours takes in health; a call that
  /// hangs must end well before API Gateway's 29 s.
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /// A third of it: an attempt whose answer was lost leaves time for two more.
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

  /// Large objects take as long as they take; one that stands still is left by the client of HTTP.
  private static final Duration OBJECT_TIMEOUT = Duration.ofMinutes(10);

  private final WaymarkConfig waymark;
  private final EndpointsConfig endpoints;
  private final CallConfig calls;
  private final RetryConfig retries;
  private final FunctionCredentials credentials;

  AwsClients(
      WaymarkConfig waymark, EndpointsConfig endpoints, CallConfig calls, RetryConfig retries) {
    this.waymark = waymark;
    this.endpoints = endpoints;
    this.calls = calls;
    this.retries = retries;
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
  DynamoDbClient dynamoDb(OutgoingHttp http) {
    return configured(DynamoDbClient.builder(), endpoints.dynamodb(), http.to(Dependency.DYNAMODB))
        .build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  S3Client s3(OutgoingHttp http) {
    return configured(S3Client.builder(), endpoints.s3(), http.to(Dependency.S3))
        .forcePathStyle(endpoints.s3().isPresent())
        // Waiting for "100 Continue" on a connection that the server has just closed fails in a way
        // that the SDK does not try again.
        .serviceConfiguration(settings -> settings.expectContinueEnabled(false))
        .overrideConfiguration(
            settings -> settings.apiCallTimeout(OBJECT_TIMEOUT).retryStrategy(retryStrategy()))
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

  /// Gives a client builder this installation's region, credentials, time limits, repetitions and
  /// the HTTP client, and `endpoint` if there is one.
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder, Optional<URI> endpoint, SdkHttpClient http) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .httpClient(http)
        .region(Region.of(waymark.region()))
        .credentialsProvider(credentials)
        .overrideConfiguration(
            settings ->
                settings
                    .apiCallTimeout(calls.limit(CALL_TIMEOUT))
                    .apiCallAttemptTimeout(calls.limit(ATTEMPT_TIMEOUT))
                    .retryStrategy(retryStrategy()));
  }

  /// The SDK's `standard`: waits that double, each cut to a random part of it, and a budget of
  /// repetitions which a dependency that fails for all uses up.
  private RetryStrategy retryStrategy() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(retries.attempts())
        .build();
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
