package io.waymark.tenancy.installation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The four archives and the HTTP paths each one serves. Templates use `{…}` for one path segment;
/// a template also serves every path below it.
public enum Deployable {
  AUTH(
      "/.well-known",
      "/api/v1/auth",
      "/api/v1/tenants",
      "/api/v1/members",
      "/api/v1/invitations",
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

  private record Route(List<String> template, Deployable function) {}

  private static final List<Route> LONGEST_FIRST =
      Stream.of(values())
          .flatMap(
              each -> each.paths.stream().map(path -> new Route(List.of(path.split("/")), each)))
          .sorted(Comparator.comparingInt(route -> -route.template.size()))
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
    List<String> segments = List.of(path.split("/"));
    for (Route route : LONGEST_FIRST) {
      if (matches(route.template, segments)) {
        return Optional.of(route.function);
      }
    }
    return Optional.empty();
  }

  private static boolean matches(List<String> template, List<String> path) {
    if (path.size() < template.size()) {
      return false;
    }
    for (int at = 0; at < template.size(); at++) {
      if (!template.get(at).startsWith("{") && !template.get(at).equals(path.get(at))) {
        return false;
      }
    }
    return true;
  }
}
