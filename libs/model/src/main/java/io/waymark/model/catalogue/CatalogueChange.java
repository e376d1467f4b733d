package io.waymark.model.catalogue;

import io.waymark.tenancy.ItemId;

/// One change after the snapshot.
public sealed interface CatalogueChange {
  ItemId item();

  /// The item is now this: new, or replaced as a whole.
  record Put(CatalogueItem value) implements CatalogueChange {
    @Override
    public ItemId item() {
      return value.id();
    }
  }

  /// The item is no longer offered; removing what is not there changes nothing.
  record Removed(ItemId item) implements CatalogueChange {}
}
