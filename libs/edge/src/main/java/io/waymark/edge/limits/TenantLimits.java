package io.waymark.edge.limits;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The limits that a tenant has set.
///
/// @param byType by type, as [EndpointClass#TYPE_SHAPE] has them
public record TenantLimits(Map<String, Limit> byType) {
  public static final TenantLimits NONE = new TenantLimits(Map.of());

  private static final String IS = "=";

  public TenantLimits {
    byType = Map.copyOf(byType);
  }

  /// Reads [#texts()], but for what a later version may have written among them.
  public static TenantLimits of(Collection<String> texts) {
    Map<String, Limit> limits = new HashMap<>();
    for (String text : texts) {
      String[] parts = text.split(IS, 2);
      Limit.of(parts[parts.length - 1]).ifPresent(limit -> limits.put(parts[0], limit));
    }
    return new TenantLimits(limits);
  }

  /// One text for each, like `recommend=100/60`.
  public List<String> texts() {
    return byType.entrySet().stream()
        .map(each -> each.getKey() + IS + each.getValue().text())
        .sorted()
        .toList();
  }

  /// What holds for all requests of the tenant to `endpoints`.
  Limit of(EndpointClass endpoints) {
    return endpoints.adjustable()
        ? byType.getOrDefault(endpoints.text(), endpoints.usual())
        : endpoints.usual();
  }

  /// What holds for the requests of one key to `endpoints`, if anything does.
  Optional<Limit> ofKey(EndpointClass endpoints) {
    return Optional.ofNullable(byType.get(endpoints.text() + ":key"));
  }
}
