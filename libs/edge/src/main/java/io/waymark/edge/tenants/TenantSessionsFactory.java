package io.waymark.edge.tenants;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.waymark.edge.AwsClients;
import io.waymark.edge.EndpointsConfig;
import io.waymark.edge.priming.CannedHttp;
import io.waymark.edge.priming.Primed;
import io.waymark.edge.resilience.Dependency;
import io.waymark.edge.resilience.OutgoingHttp;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.access.TenantAccess;
import io.waymark.tenancy.access.TenantPolicy;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.services.sts.StsClient;

/// Credentials of tenants, where a role for them is named. `auth`, which has none, goes without the
/// client of STS.
@Factory
@Requires(property = "waymark.tenant.role")
@Requires(classes = StsClient.class)
final class TenantSessionsFactory {
  private static final String GIVEN =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleResult><Credentials>
          <AccessKeyId>priming</AccessKeyId><SecretAccessKey>priming</SecretAccessKey>
          <SessionToken>priming</SessionToken><Expiration>2026-01-01T00:00:00Z</Expiration>
        </Credentials></AssumeRoleResult>
      </AssumeRoleResponse>
      """;

  @Singleton
  @Bean(preDestroy = "close")
  StsClient sts(AwsClients clients, EndpointsConfig endpoints, OutgoingHttp http) {
    return clients
        .configured(StsClient.builder(), endpoints.sts(), http.to(Dependency.STS))
        .build();
  }

  @Singleton
  TenantCredentials credentials(
      StsClient sts, TenantRoleConfig config, Installation installation, Clock clock) {
    return new TenantCredentials(sessions(sts, config, installation), clock);
  }

  /// Begins a session for nobody with a client whose other end is in memory.
  @Singleton
  Primed primed(AwsClients clients, TenantRoleConfig config, Installation installation) {
    return () -> {
      try (CannedHttp http = new CannedHttp("text/xml", GIVEN);
          StsClient sts =
              clients
                  .configured(StsClient.builder(), Optional.of(CannedHttp.NOWHERE), http)
                  .credentialsProvider(CannedHttp.NOBODY)
                  .build()) {
        Object _ = sessions(sts, config, installation).begin(new TenantId("priming"));
      }
    };
  }

  private static TenantSessions sessions(
      StsClient sts, TenantRoleConfig config, Installation installation) {
    String role = config.role().orElseThrow();
    Handler handler = config.handler().orElseThrow();
    TenantAccess access =
        TenantAccess.of(handler)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "waymark.tenant.handler: %s has one role for all tenants"
                            .formatted(handler)));
    return new StsTenantSessions(
        sts, role, new TenantPolicy(partition(role), installation, access));
  }

  /// The second part of an ARN.
  private static String partition(String arn) {
    return arn.split(":", -1)[1];
  }
}
