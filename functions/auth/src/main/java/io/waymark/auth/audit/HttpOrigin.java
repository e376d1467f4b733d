package io.waymark.auth.audit;

import io.micronaut.http.context.ServerRequestContext;
import io.waymark.edge.SourceAddresses;
import jakarta.inject.Singleton;

/// The source address of the request that this thread serves.
@Singleton
final class HttpOrigin implements Origin {
  @Override
  public String current() {
    return ServerRequestContext.currentRequest()
        .map(request -> SourceAddresses.of(request).text())
        .orElse(AuditEntry.SYSTEM);
  }
}
