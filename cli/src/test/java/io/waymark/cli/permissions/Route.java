package io.waymark.cli.permissions;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a controller declares of a route.
///
/// @param path like `/api/v1/members/{id}`
/// @param needs what its `@Secured` names, one of which a caller must have
record Route(String method, String path, Set<String> needs) {
  private static final String HTTP = "io.micronaut.http.annotation.";
  private static final String SECURED = "io.micronaut.security.annotation.Secured";
  private static final String OPEN = "isAnonymous()";
  private static final String AUTHENTICATED = "isAuthenticated()";
  private static final Set<String> METHODS = Set.of("Get", "Post", "Put", "Patch", "Delete");
  private static final List<String> FUNCTIONS = List.of("auth", "recommend", "ingest", "train");

  private static final List<Route> ALL = declared();

  Route {
    needs = Set.copyOf(needs);
  }

  /// Those of all functions, by path and method.
  static List<Route> all() {
    return ALL;
  }

  private static List<Route> declared() {
    TreeMap<String, Route> routes = new TreeMap<>();
    for (String function : FUNCTIONS) {
      for (JavaClass type :
          new ClassFileImporter()
              .importPath(Path.of("..", "functions", function, "target", "classes"))) {
        if (type.isAnnotatedWith(HTTP + "Controller")) {
          type.getMethods()
              .forEach(
                  method ->
                      of(type, method)
                          .forEach(route -> routes.put(route.path() + route.method(), route)));
        }
      }
    }
    return List.copyOf(routes.values());
  }

  /// As `GET /api/v1/members/{id}`.
  String text() {
    return method + " " + path;
  }

  /// Whether it asks for no credential.
  boolean open() {
    return needs.contains(OPEN);
  }

  /// Whether any credential will do.
  boolean authenticated() {
    return needs.contains(AUTHENTICATED);
  }

  private static List<Route> of(JavaClass controller, JavaMethod method) {
    List<Route> routes = new ArrayList<>();
    String base = texts(controller.getAnnotationOfType(HTTP + "Controller"), "value").getFirst();
    for (JavaAnnotation<?> annotation : method.getAnnotations()) {
      String verb = annotation.getRawType().getSimpleName();
      if (annotation.getRawType().getName().equals(HTTP + verb) && METHODS.contains(verb)) {
        List<String> paths =
            Stream.of("value", "uri", "uris")
                .flatMap(member -> texts(annotation, member).stream())
                .filter(path -> !path.isEmpty() && !path.equals("/"))
                .toList();
        for (String path : paths.isEmpty() ? List.of("") : paths) {
          String full = (base.equals("/") ? "" : base) + path;
          routes.add(new Route(verb.toUpperCase(Locale.ROOT), full, needs(controller, method)));
        }
      }
    }
    return routes;
  }

  private static Set<String> needs(JavaClass controller, JavaMethod method) {
    return Set.copyOf(
        secured(method.tryGetAnnotationOfType(SECURED))
            .or(() -> secured(controller.tryGetAnnotationOfType(SECURED)))
            .orElseThrow(() -> new AssertionError(method.getFullName() + " lacks @Secured")));
  }

  private static Optional<List<String>> secured(Optional<? extends JavaAnnotation<?>> annotation) {
    return annotation.map(each -> texts(each, "value"));
  }

  private static List<String> texts(JavaAnnotation<?> annotation, String member) {
    return annotation
        .get(member)
        .map(
            value -> value instanceof String[] many ? Arrays.asList(many) : List.of((String) value))
        .orElse(List.of());
  }
}
