package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The model versions of tenants. All methods throw [io.waymark.tenancy.StoreUnavailableException]
/// where the store does not answer.
public interface ModelRegistry {
  /// Adds a version; replaces nothing, a version known already stays as it is.
  void register(TenantId tenant, RegisteredModel model);

  /// Lets one alone examine a version that is neither ready nor refused.
  ///
  /// @return what is known of it; empty where it is final, or another examines it
  Optional<RegisteredModel> claim(
      TenantId tenant, ModelName name, ModelVersion version, Examiner examiner, Instant now);

  /// Replaces what is known of a version that the examiner has and that is neither ready nor
  /// refused.
  ///
  /// @return whether there was one
  boolean advance(TenantId tenant, RegisteredModel model, Examiner examiner);

  /// Lets others examine a version that the examiner has; nothing where it has it no more.
  void release(TenantId tenant, ModelName name, ModelVersion version, Examiner examiner);

  /// Names with at least one version, sorted.
  List<ModelName> names(TenantId tenant);

  /// Versions of a name, newest first.
  List<RegisteredModel> versions(TenantId tenant, ModelName name);

  Optional<RegisteredModel> find(TenantId tenant, ModelName name, ModelVersion version);

  Optional<ActiveModel> active(TenantId tenant, ModelName name);

  /// Lets a version that is ready answer, and writes down who did.
  Activation activate(TenantId tenant, ModelName name, ModelVersion version, Activating how);

  /// Lets the version active before the current one answer again, whatever a gate would say.
  ///
  /// @param along what to write in the same transaction
  Activation rollback(
      TenantId tenant,
      ModelName name,
      Deed deed,
      Function<Activation.Activated, List<Along>> along);
}
