package io.waymark.edge.tenants;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.access.TenantPolicy;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/// Sessions of the function's role for tenants, by STS. CloudTrail names each by its tenant.
final class StsTenantSessions implements TenantSessions {
  /// The most for a role that is assumed from a role.
  private static final Duration LENGTH = Duration.ofHours(1);

  private final StsClient sts;
  private final String role;
  private final TenantPolicy policies;

  StsTenantSessions(StsClient sts, String role, TenantPolicy policies) {
    this.sts = sts;
    this.role = role;
    this.policies = policies;
  }

  @Override
  public Session begin(TenantId tenant) {
    Credentials given =
        sts.assumeRole(
                request ->
                    request
                        .roleArn(role)
                        .roleSessionName(sessionName(tenant))
                        .durationSeconds((int) LENGTH.toSeconds())
                        .policy(policies.of(tenant)))
            .credentials();
    return new Session(
        AwsSessionCredentials.create(
            given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
        given.expiration());
  }

  /// STS wants 2 characters at least and 64 at most; a tenant's id has 1 to 63 of those it takes.
  private static String sessionName(TenantId tenant) {
    return "@" + tenant;
  }
}
