package io.waymark.edge.limits;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The limits that a tenant has set, and the ceilings that the operator has set it.
///
/// @param byType by type, as [EndpointClass#TYPE_SHAPE] has them, and as [#ceilingOf] names them
public record TenantLimits(Map<String, Limit> byType) {
  public static final TenantLimits NONE = new TenantLimits(Map.of());

  private static final String IS = "=";
  private static final String CEILING = ":ceiling";

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

  /// The name of the ceiling of limits of `type` among limits.
  public static String ceilingOf(String type) {
    return type + CEILING;
  }

  /// The ceiling of limits of `type` where the operator has set none.
  public static Limit usual(String type) {
    return EndpointClass.valueOf(type.toUpperCase(Locale.ROOT)).usual();
  }

  /// What the tenant has set for all its requests to `endpoints`, if it has.
  Optional<Limit> of(EndpointClass endpoints) {
    return endpoints.adjustable()
        ? Optional.ofNullable(byType.get(endpoints.text()))
        : Optional.empty();
  }

  /// What holds for them whatever the tenant has set.
  Limit ceiling(EndpointClass endpoints) {
    return endpoints.adjustable()
        ? byType.getOrDefault(ceilingOf(endpoints.text()), endpoints.usual())
        : endpoints.usual();
  }

  /// What holds for the requests of one key to `endpoints`, if anything does.
  Optional<Limit> ofKey(EndpointClass endpoints) {
    return Optional.ofNullable(byType.get(endpoints.text() + ":key"));
  }
}
