package io.waymark.edge.credentials;

import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.context.annotation.Requires;
import io.waymark.edge.AwsClients;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The parameter `/waymark/<stage>/jwks` of Systems Manager.
@Singleton
@Requires(missingProperty = "waymark.keys")
final class ParameterPublicKeys implements PublicKeys {
  private final SsmClient ssm;
  private final String parameter;

  ParameterPublicKeys(AwsClients clients, WaymarkConfig config, SdkHttpClient http) {
    this.ssm = clients.configured(SsmClient.builder(), Optional.empty(), http).build();
    this.parameter = config.installation().jwksParameter();
  }

  @Override
  public JWKSet read() {
    try {
      return JWKSet.parse(ssm.getParameter(request -> request.name(parameter)).parameter().value());
    } catch (SdkException | ParseException e) {
      throw new StoreUnavailableException("parameter " + parameter, e);
    }
  }

  @PreDestroy
  void close() {
    ssm.close();
  }
}
