package io.waymark.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.cli.permissions.Recipe.Foreign;
import io.waymark.cli.permissions.Recipe.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every route, asked by every role and by a key of every scope, for the caller's own tenant and
/// for another: each cell of `docs/reference/permissions.md`.
@ExtendWith(Worlds.Planted.class)
final class PermissionsTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "permissions.md");
  private static final List<Route> ROUTES = Route.all();
  private static final Map<String, Recipe> RECIPES = Recipes.all();

  /// One question and what came of it.
  private record Cell(
      Route route, Caller caller, boolean own, Set<Integer> expected, Answer answer) {
    boolean holds() {
      return expected.contains(answer.status());
    }

    @Override
    public String toString() {
      return "%s by %s, %s: %d instead of %s: %s"
          .formatted(
              route.text(),
              caller.text(),
              own ? "its own" : "another's",
              answer.status(),
              expected,
              answer.body());
    }
  }

  @Test
  void theTableHasEveryRouteThatTheServiceHasAndNoOther(Worlds worlds) {
    Set<String> declared = ROUTES.stream().map(Route::text).collect(Collectors.toSet());
    assertThat(declared).hasSizeGreaterThan(55);
    assertThat(RECIPES.keySet()).containsExactlyInAnyOrderElementsOf(declared);

    Set<String> served = new TreeSet<>();
    Answer document = worlds.client().send(Ask.get("/api/v1/openapi.json"), "");
    Planting.json(document.body())
        .path("paths")
        .propertyStream()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            served.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
    assertThat(declared).containsAll(served);
  }

  @Test
  void thePageSaysWhatTheRoutesDeclare() throws IOException {
    String generated = PermissionsPage.of(ROUTES, RECIPES);
    if (Boolean.getBoolean("permissions.write")) {
      Files.writeString(PAGE, generated);
    }
    assertThat(PAGE)
        .as("the page of the permissions; -Dpermissions.write=true writes it")
        .hasContent(generated);
  }

  @Test
  void everyCellIsAsTheTableHasIt(Worlds worlds) {
    List<Cell> cells = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      cells.addAll(worlds.client().all(asked(worlds, phase)));
    }
    int callers = Caller.values().length;
    assertThat(cells).hasSize(ROUTES.size() * callers * 2 - callers);
    assertThat(cells).filteredOn(cell -> !cell.holds()).isEmpty();
    assertThat(cells)
        .as("what another tenant has is in no answer")
        .filteredOn(
            cell ->
                recipe(cell.route()).foreign() != Foreign.ALLOWED
                    && worlds.other().secrets().stream()
                        .filter(secret -> !asked(cell, worlds).contains(secret))
                        .anyMatch(cell.answer().body()::contains))
        .isEmpty();
    for (Route route : ROUTES) {
      boolean canBeDone = recipe(route).done().stream().anyMatch(it -> it < 300);
      assertThat(cells)
          .as(route.text() + " does for somebody what it is for")
          .anyMatch(
              cell -> cell.route().equals(route) && (!canBeDone || cell.answer().status() < 300));
    }
  }

  private static String asked(Cell cell, Worlds worlds) {
    Ask ask = ask(cell.route(), cell.caller(), cell.own(), worlds);
    return ask.path() + ask.body();
  }

  private static List<Callable<Cell>> asked(Worlds worlds, Phase phase) {
    List<Callable<Cell>> asked = new ArrayList<>();
    for (Route route : ROUTES) {
      if (recipe(route).phase() != phase) {
        continue;
      }
      for (Caller caller : Caller.values()) {
        // After the first log-out there is no session left for a second.
        for (boolean own : phase == Phase.LOG_OUT ? List.of(false) : List.of(true, false)) {
          asked.add(() -> cell(worlds, route, caller, own));
        }
      }
    }
    return asked;
  }

  private static Cell cell(Worlds worlds, Route route, Caller caller, boolean own) {
    String credential = world(worlds, caller).credential(caller);
    Answer answer = worlds.client().send(ask(route, caller, own, worlds), credential);
    return new Cell(route, caller, own, expected(route, caller, own), answer);
  }

  private static Ask ask(Route route, Caller caller, boolean own, Worlds worlds) {
    World world = world(worlds, caller);
    World other = worlds.other();
    Recipe recipe = recipe(route);
    if (own) {
      return recipe.ask().apply(world.ids());
    }
    return switch (recipe.foreign()) {
      case ABSENT, AS_ABSENT, ALLOWED -> recipe.ask().apply(other.ids());
      case TENANT_ID -> recipe.ask().apply(world.ids()).field("tenant_id", other.tenant());
      case UNNAMED -> recipe.ask().apply(world.ids()).header("X-Tenant-Id", other.tenant());
    };
  }

  private static Set<Integer> expected(Route route, Caller caller, boolean own) {
    Recipe recipe = recipe(route);
    if (!caller.may(route)) {
      return caller == Caller.NOBODY ? Set.of(401) : Set.of(403);
    }
    boolean narrow = recipe.narrow().contains(caller);
    if (own) {
      return narrow ? Set.of(403) : recipe.done();
    }
    return switch (recipe.foreign()) {
      case ABSENT -> Set.of(404);
      case TENANT_ID -> Set.of(403);
      case AS_ABSENT, UNNAMED, ALLOWED -> narrow ? Set.of(403) : recipe.done();
    };
  }

  private static World world(Worlds worlds, Caller caller) {
    return caller == Caller.PLATFORM_ADMIN ? worlds.platform() : worlds.mine();
  }

  private static Recipe recipe(Route route) {
    return Objects.requireNonNull(RECIPES.get(route.text()), route::text);
  }
}
