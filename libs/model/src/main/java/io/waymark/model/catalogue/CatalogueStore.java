package io.waymark.model.catalogue;

import io.waymark.tenancy.TenantId;
import java.util.List;

/// Where catalogues are kept. All methods throw [io.waymark.tenancy.StoreUnavailableException]
/// where the store does not answer.
public interface CatalogueStore {
  /// The catalogue as it is now; empty where the tenant gave none.
  Catalogue load(TenantId tenant);

  /// The catalogue as it is now, given one loaded earlier: the same instance where nothing changed.
  /// Costs two small reads then.
  Catalogue refresh(TenantId tenant, Catalogue known);

  /// Adds or replaces many items at once and folds the change log into the new snapshot. Readers
  /// see all of them or none.
  void publish(TenantId tenant, List<CatalogueItem> upserts);

  /// Adds, replaces or removes one item. Changes of a tenant have one order.
  void change(TenantId tenant, CatalogueChange change);
}
