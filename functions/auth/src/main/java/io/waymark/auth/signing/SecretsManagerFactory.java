package io.waymark.auth.signing;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.waymark.edge.AwsClients;
import io.waymark.edge.resilience.Dependency;
import io.waymark.edge.resilience.OutgoingHttp;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// The client of the AWS service that keeps private keys.
@Factory
@Requires(missingProperty = "waymark.keys")
final class SecretsManagerFactory {
  @Singleton
  @Bean(preDestroy = "close")
  SecretsManagerClient secrets(
      AwsClients clients,
      OutgoingHttp http,
      @Value("${waymark.endpoints.secretsmanager}") Optional<URI> endpoint) {
    return clients
        .configured(SecretsManagerClient.builder(), endpoint, http.to(Dependency.SECRETS_MANAGER))
        .build();
  }
}
