package io.waymark.model.catalogue;

import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Catalogues of this process alone.
public final class InMemoryCatalogueStore implements CatalogueStore {
  private final Map<TenantId, Catalogue> catalogues = new ConcurrentHashMap<>();

  @Override
  public Catalogue load(TenantId tenant) {
    return catalogues.getOrDefault(tenant, Catalogue.EMPTY);
  }

  @Override
  public Catalogue refresh(TenantId tenant, Catalogue known) {
    return load(tenant);
  }

  @Override
  public void publish(TenantId tenant, List<CatalogueItem> upserts) {
    List<CatalogueChange> changes =
        upserts.stream().<CatalogueChange>map(CatalogueChange.Put::new).toList();
    catalogues.merge(
        tenant,
        Catalogue.EMPTY.with(new Catalogue.Version(1, 0), changes),
        (known, _) ->
            known.with(
                new Catalogue.Version(known.version().snapshot() + 1, known.version().sequence()),
                changes));
  }

  @Override
  public void change(TenantId tenant, CatalogueChange change) {
    catalogues.compute(
        tenant,
        (_, known) -> {
          Catalogue before = known == null ? Catalogue.EMPTY : known;
          return before.with(
              new Catalogue.Version(before.version().snapshot(), before.version().sequence() + 1),
              List.of(change));
        });
  }
}
