package io.waymark.model.registry;

import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.util.Optional;

/// What speaks against letting a version answer.
@FunctionalInterface
public interface ActivationGate {
  /// Nothing ever does.
  ActivationGate OPEN = (_, _, _) -> Optional.empty();

  /// Looks at a version and at what it would follow.
  ///
  /// @param candidate is ready
  /// @param active what answers now
  /// @return why it should not, for people; empty where nothing that is known speaks against it
  /// @throws io.waymark.tenancy.StoreUnavailableException where a store does not answer
  Optional<String> objection(
      TenantId tenant, RegisteredModel candidate, Optional<ModelVersion> active);
}
