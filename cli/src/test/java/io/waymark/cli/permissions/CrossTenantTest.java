package io.waymark.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.cli.permissions.Recipe.Foreign;
import io.waymark.cli.permissions.Recipe.Phase;
import io.waymark.testing.Separation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/// A tenant that tries, by generated requests to every route, to see or change what is another's,
/// and learns no more than of what does not exist. `-Dcross-tenant.probes=20000` makes more of
/// them, `-Dcross-tenant.seed` others.
@ExtendWith(Worlds.Planted.class)
final class CrossTenantTest {
  private static final long SEED = Long.getLong("cross-tenant.seed", 20_260_722L);
  private static final int PROBES = Integer.getInteger("cross-tenant.probes", 2_000);
  private static final int TIMED = 300;

  /// Of what the other has: what differs by answer, and what its own requests and events go on to
  /// change by themselves.
  private static final Pattern MOVING =
      Pattern.compile(
          "\"(request_id|recommendation_id|last_used_at)\":(\"[^\"]*\"|null)"
              + "|\\{\"store\":\"users\".*\\n");

  private static final List<Route> ROUTES = Route.all();
  private static final Map<String, Recipe> RECIPES = Recipes.all();

  @Test
  void aTenantLearnsOfAnothersThingsNoMoreThanOfWhatDoesNotExist(Worlds worlds) {
    Map<Phase, List<Probe>> probes =
        new Probes(SEED, worlds.attacker(), RECIPES).of(ROUTES, PROBES);
    List<String> before = everythingOf(worlds);

    List<String> objections = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      objections.addAll(found(worlds, probes.getOrDefault(phase, List.of())));
    }

    assertThat(objections).isEmpty();
    assertThat(everythingOf(worlds)).as("what is the other's, unchanged").isEqualTo(before);
    assertThat(probes.values().stream().mapToInt(List::size).sum()).isEqualTo(PROBES);
    assertThat(routes(probes.values().stream().flatMap(List::stream).toList()))
        .containsExactlyInAnyOrderElementsOf(RECIPES.keySet());
  }

  /// Whom the service takes for the other tenant does see what is the other's: as if each route
  /// forgot whom it serves.
  @Test
  void aRouteThatGivesAwayWhatIsAnothersIsFoundOut(Worlds worlds) {
    String their = worlds.other().credential(Caller.ADMIN);
    List<Probe> leaking = new ArrayList<>();
    for (Route route : ROUTES) {
      Recipe recipe = recipe(route);
      if (route.method().equals("GET") && recipe.foreign() == Foreign.ABSENT) {
        leaking.add(new Probe(route, "as the other", _ -> their, recipe.ask(), false));
      }
    }
    assertThat(leaking).hasSizeGreaterThan(8);
    assertThat(found(worlds, leaking)).hasSameSizeAs(leaking);
  }

  @Test
  void anAnswerThatTellsAnythingIsFoundOut(Worlds worlds) {
    Ids theirs = worlds.other().ids();
    Ids nobodys = theirs.absent();
    Judge judge = judge(worlds);
    Route route =
        ROUTES.stream().filter(it -> it.text().equals("GET /api/v1/members/{id}")).findAny().get();
    Probe probe = new Probe(route, "a stub's", _ -> "", recipe(route).ask(), false);
    Function<Ids, Answer> absent =
        ids -> answer(404, "{\"detail\":\"there is no member " + ids.of(Kind.MEMBER) + "\"}");

    assertThat(judge.objection(probe, absent.apply(theirs), absent.apply(nobodys))).isEmpty();
    Map<String, Answer> telling =
        Map.of(
            "a status", answer(403, absent.apply(theirs).body()),
            "a word",
                answer(404, "{\"detail\":\"you may not see " + theirs.of(Kind.MEMBER) + "\"}"),
            "a secret", answer(404, absent.apply(theirs).body() + theirs.of(Kind.EMAIL)),
            "another id", answer(404, absent.apply(theirs).body() + theirs.of(Kind.KEY)),
            "a type", new Answer(404, "text/html", "", absent.apply(theirs).body()),
            "a header",
                new Answer(404, "json", theirs.of(Kind.ITEM_NAME), absent.apply(theirs).body()));
    telling.forEach(
        (what, answer) ->
            assertThat(judge.objection(probe, answer, absent.apply(nobodys))).as(what).isPresent());

    // The attacker's own user, whose events were archived between two requests.
    String line = "{\"store\":\"histories\"}\n";
    String archived = "{\"store\":\"users\",\"training_key\":\"BJ-I_N\"}\n" + line;
    assertThat(judge.objection(probe, answer(200, line), answer(200, archived))).isEmpty();
  }

  /// What is presigned for one object serves for no other.
  @Test
  void anUploadsUrlReachesNoOtherKey(Worlds worlds) {
    String token = worlds.mine().every();
    Ids mine = worlds.mine().ids();
    Ids theirs = worlds.other().ids();
    String row = "user_id,item_id\n";
    Ask ask =
        Ask.post(
            "/api/v1/data/uploads",
            Map.of("kind", "interactions", "format", "csv", "size_bytes", row.length()));
    JsonNode begun = Planting.json(worlds.client().send(ask, token).body());
    String put = begun.path("url").asText();
    String upload = begun.path("upload_id").asText();
    String rejected =
        Planting.json(
                worlds
                    .client()
                    .send(
                        Ask.get("/api/v1/data/uploads/" + mine.of(Kind.UPLOAD) + "/rejected"),
                        token)
                    .body())
            .path("url")
            .asText();
    assertThat(put).contains(mine.of(Kind.TENANT)).contains(upload);
    assertThat(rejected).contains(mine.of(Kind.TENANT)).contains(mine.of(Kind.UPLOAD));
    List<Function<Ids, Answer>> tries = new ArrayList<>();
    for (boolean tenant : List.of(true, false)) {
      Function<Ids, String> whose = ids -> tenant ? ids.of(Kind.TENANT) : mine.of(Kind.TENANT);
      tries.add(
          ids ->
              worlds
                  .client()
                  .send(
                      Planting.put(
                          begun,
                          put.replace(mine.of(Kind.TENANT), whose.apply(ids))
                              .replace(upload, ids.of(Kind.UPLOAD)),
                          row)));
      tries.add(
          ids ->
              worlds
                  .client()
                  .get(
                      rejected
                          .replace(mine.of(Kind.TENANT), whose.apply(ids))
                          .replace(mine.of(Kind.UPLOAD), ids.of(Kind.UPLOAD))));
    }
    Judge judge = judge(worlds);
    Route route = ROUTES.getFirst();
    for (Function<Ids, Answer> each : tries) {
      Answer answer = each.apply(theirs);
      assertThat(answer.status()).isEqualTo(403);
      Probe probe =
          new Probe(
              route,
              "a presigned URL",
              _ -> theirs.of(Kind.UPLOAD),
              ids -> Ask.get("/" + ids.of(Kind.UPLOAD)),
              false);
      assertThat(judge.objection(probe, answer, each.apply(theirs.absent()))).isEmpty();
    }
    String unsigned = rejected.replaceFirst("\\?.*", "").replace(mine.of(Kind.UPLOAD), "");
    assertThat(
            worlds
                .client()
                .get(unsigned.replace(mine.of(Kind.TENANT), theirs.of(Kind.TENANT)))
                .status())
        .isNotEqualTo(200);
    assertThat(
            worlds
                .client()
                .send(
                    Ask.get("/api/v1/data/uploads/" + theirs.of(Kind.UPLOAD)),
                    worlds.other().credential(Caller.ADMIN))
                .body())
        .contains("\"state\":\"done\"");
  }

  @Test
  void anErasureFindsNothingOfAnothersUser(Worlds worlds) {
    String user = worlds.other().ids().of(Kind.USER);
    Answer receipt =
        worlds.client().send(Ask.of("DELETE", "/api/v1/data/users/" + user), worlds.mine().every());
    assertThat(receipt.status()).isEqualTo(200);
    assertThat(receipt.body()).contains("\"removed\":0").doesNotContainPattern("\"removed\":[1-9]");
    Answer export =
        worlds
            .client()
            .send(Ask.get("/api/v1/data/users/" + user + "/export"), worlds.other().every());
    assertThat(export.body()).contains(worlds.other().ids().of(Kind.ITEM));
  }

  /// An answer that is kept for the other, under the key that the other chose.
  @Test
  void anothersIdempotencyKeyGivesNothingAway(Worlds worlds) {
    Route route =
        ROUTES.stream().filter(it -> it.text().equals("POST /api/v1/api-keys")).findAny().get();
    String token = worlds.attacker().credential(Caller.ADMIN);
    Ask once =
        Ask.post("/api/v1/api-keys", Map.of("name", "once", "scopes", List.of("recommend:read")));
    Probe probe =
        new Probe(
            route,
            "their idempotency key",
            _ -> token,
            ids -> once.header("Idempotency-Key", ids.of(Kind.IDEMPOTENCY_KEY)),
            false);
    assertThat(found(worlds, List.of(probe))).isEmpty();
  }

  /// How well the time of an answer tells another's thing from nothing; 0.5 tells nothing.
  @Test
  @EnabledIfSystemProperty(
      named = "cross-tenant.times",
      matches = "true",
      disabledReason = "takes a quiet machine: -Dcross-tenant.times=true prints it")
  void timesOfAnswersArePrinted(Worlds worlds) {
    Ids theirs = worlds.other().ids();
    Ids nobodys = theirs.absent();
    String token = worlds.attacker().credential(Caller.ADMIN);
    for (Route route : ROUTES) {
      Recipe recipe = recipe(route);
      if (recipe.phase() != Phase.READ || recipe.foreign() != Foreign.ABSENT) {
        continue;
      }
      double[] one = new double[TIMED];
      double[] other = new double[TIMED];
      for (int at = -TIMED / 10; at < TIMED; at++) {
        boolean first = (at & 1) == 0;
        double a = time(worlds, recipe.ask().apply(first ? theirs : nobodys), token);
        double b = time(worlds, recipe.ask().apply(first ? nobodys : theirs), token);
        if (at >= 0) {
          one[at] = first ? a : b;
          other[at] = first ? b : a;
        }
      }
      System.out.printf("%-55s AUC %.3f%n", route.text(), Separation.auc(one, other));
    }
  }

  private static double time(Worlds worlds, Ask ask, String token) {
    long start = System.nanoTime();
    worlds.client().send(ask, token);
    return System.nanoTime() - start;
  }

  private static List<String> found(Worlds worlds, List<Probe> probes) {
    Judge judge = judge(worlds);
    List<Callable<Optional<String>>> asked = new ArrayList<>();
    for (Probe probe : probes) {
      asked.add(
          () ->
              judge.objection(
                  probe,
                  answer(worlds, probe, judge.theirs()),
                  answer(worlds, probe, judge.nobodys())));
    }
    return worlds.client().all(asked).stream().flatMap(Optional::stream).toList();
  }

  private static Answer answer(Worlds worlds, Probe probe, Ids ids) {
    return worlds.client().send(probe.ask().apply(ids), probe.credential().apply(ids));
  }

  private static Judge judge(Worlds worlds) {
    Ids theirs = worlds.other().ids();
    return new Judge(theirs, theirs.absent(), worlds.other().secrets());
  }

  /// All that the other's admin can read of what it has, but for how much it asked.
  private static List<String> everythingOf(Worlds worlds) {
    List<String> all = new ArrayList<>();
    String token = worlds.other().credential(Caller.ADMIN);
    for (Route route : ROUTES) {
      Recipe recipe = recipe(route);
      boolean still =
          !Set.of("/api/v1/usage", "/api/v1/data/uploads/{id}/rejected").contains(route.path())
              && !route.path().startsWith("/api/v1/models/train");
      if (recipe.phase() == Phase.READ && !route.open() && still) {
        String body = worlds.client().send(recipe.ask().apply(worlds.other().ids()), token).body();
        all.add(route.text() + " " + MOVING.matcher(body).replaceAll(""));
      }
    }
    return all;
  }

  private static Answer answer(int status, String body) {
    return new Answer(status, "json", "", body);
  }

  private static Set<String> routes(Collection<Probe> probes) {
    return probes.stream()
        .map(probe -> probe.route().text())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Recipe recipe(Route route) {
    return Objects.requireNonNull(RECIPES.get(route.text()), route::text);
  }
}
