package io.waymark.edge.limits;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What is limited together. The defaults are of a tenant and a minute; they stop a runaway
/// program, and are far above what one machine serves.
public enum EndpointClass {
  /// Half of what API Gateway lets an account do by default.
  RECOMMEND(300_000, "/api/v1/recommend", "/api/v1/trending", "/api/v1/ml"),
  INGEST(300_000, "/api/v1/data", "/api/v1/items"),
  TRAIN(600, "/api/v1/models/train"),
  /// Limits themselves, under their default alone: whoever set one too low must be able to undo it.
  LIMITS(60_000, "/api/v1/rate-limits"),
  /// All other requests with a credential.
  MANAGE(60_000);

  /// The types of the limits that a tenant may set: a class for all of a tenant's requests, or
  /// `…:key` for those of each API key by itself.
  public static final String TYPE_SHAPE = "(recommend|ingest|train|manage)(:key)?";

  private static final String ITEMS = "/api/v1/items/";
  private static final String SIMILAR = "/similar";
  private static final int MINUTE = 60;

  private final Limit usual;
  private final List<String> paths;

  EndpointClass(long aMinute, String... paths) {
    this.usual = new Limit(aMinute, MINUTE);
    this.paths = List.of(paths);
  }

  /// The class of the requests to `path`.
  static EndpointClass of(String path) {
    if (path.startsWith(ITEMS) && path.endsWith(SIMILAR)) {
      return RECOMMEND;
    }
    return Arrays.stream(values())
        .filter(each -> each.paths.stream().anyMatch(prefix -> isBelow(path, prefix)))
        .findFirst()
        .orElse(MANAGE);
  }

  /// As limits name it, like `recommend`.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The types that limits and ceilings of all of a tenant's requests have.
  public static List<String> types() {
    return Arrays.stream(values())
        .filter(EndpointClass::adjustable)
        .map(EndpointClass::text)
        .toList();
  }

  /// What a tenant has unless the operator has set another; no tenant sets itself more.
  Limit usual() {
    return usual;
  }

  /// Whether a tenant may set another.
  boolean adjustable() {
    return this != LIMITS;
  }

  private static boolean isBelow(String path, String prefix) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }
}
