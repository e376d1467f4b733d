package io.waymark.auth.signing;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.waymark.edge.AwsClients;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// The client of the AWS service that keeps private keys.
@Factory
@Requires(missingProperty = "waymark.keys")
final class SecretsManagerFactory {
  @Singleton
  @Bean(preDestroy = "close")
  SecretsManagerClient secrets(
      AwsClients clients,
      SdkHttpClient http,
      @Value("${waymark.endpoints.secretsmanager}") Optional<URI> endpoint) {
    return clients.configured(SecretsManagerClient.builder(), endpoint, http).build();
  }
}
