package io.waymark.tenancy.installation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The four archives and the HTTP paths each one serves. Templates use `{…}` for one path segment;
/// a template also serves every path below it.
public enum Deployable {
  AUTH(
      "/.well-known",
      "/api/v1/auth",
      "/api/v1/tenants",
      "/api/v1/members",
      "/api/v1/api-keys",
      "/api/v1/rate-limits",
      "/api/v1/usage",
      "/api/v1/audit",
      "/health/db"),
  RECOMMEND(
      "/api/v1/recommend",
      "/api/v1/items/{id}/similar",
      "/api/v1/trending",
      "/api/v1/ml",
      "/api/v1/models",
      "/api/v1/experiments",
      "/api/v1/metrics",
      "/api/v1/openapi.json",
      "/api/v1/docs",
      "/health"),
  INGEST("/api/v1/data", "/api/v1/items", "/health/stream"),
  TRAIN("/api/v1/models/train");

  private static final List<Map.Entry<String, Deployable>> BY_LENGTH =
      List.of(values()).stream()
          .flatMap(each -> each.paths.stream().map(path -> Map.entry(path, each)))
          .sorted(Comparator.comparingInt(entry -> -entry.getKey().split("/").length))
          .toList();

  private final List<String> paths;

  Deployable(String... paths) {
    this.paths = List.of(paths);
  }

  public List<String> paths() {
    return paths;
  }

  /// Folder and artifact of the function, like `recommend`.
  public String artifact() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The function that serves `path`: that of the longest template it matches.
  public static Optional<Deployable> serving(String path) {
    return BY_LENGTH.stream()
        .filter(entry -> matches(entry.getKey().split("/"), path.split("/")))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean matches(String[] template, String[] path) {
    if (path.length < template.length) {
      return false;
    }
    for (int at = 0; at < template.length; at++) {
      if (!template[at].startsWith("{") && !template[at].equals(path[at])) {
        return false;
      }
    }
    return true;
  }
}
