package io.waymark.edge.tenants;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// Gives credentials for one tenant.
interface TenantSessions {
  /// What STS gave.
  ///
  /// @param until when the credentials end
  record Session(AwsSessionCredentials credentials, Instant until) {
    @Override
    public String toString() {
      return "Session[until=" + until + "]";
    }
  }

  /// Begins a session.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException where none can be had
  Session begin(TenantId tenant);
}
