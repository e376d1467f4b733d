package io.waymark.edge.credentials;

import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.context.annotation.Requires;
import io.waymark.edge.Parameters;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.text.ParseException;

/// The parameter `/waymark/<stage>/jwks` of Systems Manager.
@Singleton
@Requires(missingProperty = "waymark.keys")
final class ParameterPublicKeys implements PublicKeys {
  private final Parameters parameters;
  private final String parameter;

  ParameterPublicKeys(Parameters parameters, WaymarkConfig config) {
    this.parameters = parameters;
    this.parameter = config.installation().jwksParameter();
  }

  @Override
  public JWKSet read() {
    try {
      return JWKSet.parse(parameters.get(parameter));
    } catch (ParseException e) {
      throw new StoreUnavailableException("parameter " + parameter, e);
    }
  }
}
