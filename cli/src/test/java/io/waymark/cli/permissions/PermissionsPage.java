package io.waymark.cli.permissions;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `docs/reference/permissions.md`, from what the routes declare.
final class PermissionsPage {
  private static final String HEAD =
      """
      # Permissions

      Who may do what, for every route. Written by `PermissionsTest` from what the controllers declare with `@Secured`, and
      tested cell by cell against the running service; `./mvnw verify -pl cli -am -Dpermissions.write=true` writes it anew.

      | In a cell | Means |
      |---|---|
      | `own` | let in, and reaches the things of its own tenant alone |
      | `own¹` | let in, and refused what this needs beside: nobody gives or takes a scope that it has not itself |
      | `any` | let in, for every tenant |
      | `open` | no credential is asked for; what is answered is no tenant's |
      | `401` | no credential: refused |
      | `-` | 403: the credential holds and lacks the role or scope |

      The tenant of a request is that of its credential, and nothing in the request changes it. The column *another's* says
      what one who is let in is told about another tenant's thing: `404` with the text of a thing that is not there; `as of
      nothing`, where a route says the same of what is not there; `403 if named`, where a body names another tenant in
      `tenant_id` (it may name its own, or none); `cannot be named`, where no part of the request could; `the same`, for
      operators. Those who are not let in are refused before anything is looked up.

      """;

  private static final String TAIL =
      """

      Members of the role `platform_admin` belong to the tenant `platform`: their `own` is of that tenant, as everybody's.

      The embedded service has one route more, `GET /metrics` of its gateway, which asks for no credential; it listens on this
      machine alone unless told otherwise. Presigned URLs of uploads and of rejected rows are S3's: whoever has one may use it,
      for the object, method, headers and length it was signed for, until it expires.
      """;

  private PermissionsPage() {}

  static String of(List<Route> routes, Map<String, Recipe> recipes) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append(
        row(
            Stream.concat(
                Stream.concat(Stream.of("Route"), Stream.of(Caller.values()).map(Caller::text)),
                Stream.of("another's"))));
    page.append("|---".repeat(Caller.values().length + 2)).append("|\n");
    for (Route route : routes) {
      Recipe recipe = Objects.requireNonNull(recipes.get(route.text()), route::text);
      page.append(
          row(
              Stream.concat(
                  Stream.concat(
                      Stream.of("`" + route.text().replace("/api/v1", "") + "`"),
                      Stream.of(Caller.values()).map(caller -> cell(route, recipe, caller))),
                  Stream.of(recipe.foreign().text()))));
    }
    return page.append(TAIL).toString();
  }

  private static String row(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String cell(Route route, Recipe recipe, Caller caller) {
    if (route.open()) {
      return "open";
    }
    if (!caller.may(route)) {
      return caller == Caller.NOBODY ? "401" : "-";
    }
    if (recipe.foreign() == Recipe.Foreign.ALLOWED) {
      return "any";
    }
    return recipe.narrow().contains(caller) ? "own¹" : "own";
  }
}
