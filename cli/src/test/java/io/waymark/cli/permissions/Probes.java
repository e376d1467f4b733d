package io.waymark.cli.permissions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.cli.permissions.Recipe.Phase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Makes probes from a seed: every route gets its share, of every form that fits it.
final class Probes {
  /// Where a request might carry an id, besides where the route wants it.
  private static final List<String> QUERIES =
      List.of("tenant_id", "tenant", "cursor", "user_id", "id", "model", "version", "fields", "by");

  private static final List<String> HEADERS =
      List.of(
          "X-Tenant-Id",
          "X-Waymark-Tenant",
          "X-Forwarded-Host",
          "X-Original-URL",
          "X-Rewrite-URL",
          "X-User-Id",
          "X-Amzn-Requestid",
          "Cookie",
          "Forwarded",
          "If-None-Match");

  private static final List<String> FIELDS =
      List.of(
          "tenant_id", "tenant", "user_id", "item_id", "model", "name", "version", "cursor", "id");
  private static final List<String> LISTS =
      List.of("session_items", "seed_items", "candidate_items", "exclude_items", "item_ids");

  /// What a store might make another key, path or pattern of.
  private static final List<BiFunction<String, String, String>> MANGLED =
      List.of(
          (tenant, id) -> "../" + tenant + "/" + id,
          (tenant, id) -> tenant + "/" + id,
          (tenant, id) -> tenant + "#" + id,
          (tenant, id) -> tenant.length() + ":" + tenant + id.length() + ":" + id,
          (tenant, id) -> id + "/../" + id,
          (tenant, id) -> id.toUpperCase(Locale.ROOT),
          (tenant, id) -> " " + id,
          (tenant, id) -> id + "\0",
          (tenant, id) -> id + "' OR '1'='1",
          (tenant, id) -> Ask.encoded("../" + tenant + "/") + id);

  private static final List<Kind> KINDS =
      List.of(
          Kind.TENANT,
          Kind.MEMBER,
          Kind.INVITATION,
          Kind.KEY,
          Kind.LIMIT,
          Kind.UPLOAD,
          Kind.JOB,
          Kind.MODEL,
          Kind.VERSION,
          Kind.ITEM,
          Kind.USER,
          Kind.SESSION,
          Kind.CURSOR);

  private final Random random;
  private final World attacker;
  private final Map<String, Recipe> recipes;

  Probes(long seed, World attacker, Map<String, Recipe> recipes) {
    this.random = new Random(seed);
    this.attacker = attacker;
    this.recipes = recipes;
  }

  /// Makes `count` of them, by when they must be asked.
  Map<Phase, List<Probe>> of(List<Route> routes, int count) {
    List<Route> shares = new ArrayList<>();
    for (Route route : routes) {
      for (int share = 0; share < share(route); share++) {
        shares.add(route);
      }
    }
    Map<Phase, List<Probe>> probes = new EnumMap<>(Phase.class);
    for (int at = 0; at < count; at++) {
      Route route = shares.get(at % shares.size());
      Recipe recipe = recipe(route);
      probes.computeIfAbsent(recipe.phase(), _ -> new ArrayList<>()).add(probe(route, recipe));
    }
    return probes;
  }

  /// What names nothing of a tenant's, or asks for no credential, is soon tried out.
  private int share(Route route) {
    return switch (recipe(route).foreign()) {
      case ABSENT, TENANT_ID -> 6;
      case AS_ABSENT -> 3;
      case UNNAMED -> route.open() ? 1 : 4;
      case ALLOWED -> 2;
    };
  }

  private Probe probe(Route route, Recipe recipe) {
    String credential = credential();
    Function<Ids, Ask> theirs = recipe.ask();
    Function<Ids, Ask> base =
        recipe.phase() == Phase.READ && random.nextInt(3) == 0
            ? _ -> theirs.apply(attacker.ids())
            : theirs;
    List<Kind> used = used(theirs);
    boolean body = theirs.apply(attacker.ids()).body().isPresent();
    if (recipe.phase() == Phase.LOG_OUT) {
      return forged(route, base);
    }
    int form = random.nextInt(8);
    if (form < 4 && !used.isEmpty()) {
      Kind kind = any(used);
      return switch (form) {
        case 0 -> of(route, "their ids", credential, theirs);
        case 1 ->
            of(
                route,
                "their " + kind + " among the attacker's",
                credential,
                ids -> theirs.apply(among(recipe, ids).with(kind, ids.of(kind))));
        case 2 -> {
          Kind wrong = any(KINDS);
          yield of(
              route,
              "their " + wrong + " as " + kind,
              credential,
              ids -> theirs.apply(ids.with(kind, ids.of(wrong))));
        }
        default -> {
          int how = random.nextInt(MANGLED.size());
          yield of(
              route,
              "their " + kind + " mangled, " + how,
              credential,
              ids ->
                  theirs.apply(
                      ids.with(kind, MANGLED.get(how).apply(ids.of(Kind.TENANT), ids.of(kind)))));
        }
      };
    }
    Kind kind = any(KINDS);
    return switch (body ? form % 4 : 1 + form % 3) {
      case 0 -> inBody(route, credential, base, kind);
      case 1 -> {
        String name = any(QUERIES);
        yield of(
            route,
            "their " + kind + " in the query's " + name,
            credential,
            ids -> base.apply(ids).query(name, ids.of(kind)));
      }
      case 2 -> {
        String name = any(HEADERS);
        yield of(
            route,
            "their " + kind + " in the header " + name,
            credential,
            ids -> base.apply(ids).header(name, ids.of(kind)));
      }
      default -> forged(route, base);
    };
  }

  private Probe inBody(Route route, String credential, Function<Ids, Ask> base, Kind kind) {
    int how = random.nextInt(FIELDS.size() + LISTS.size() + 1);
    if (how < FIELDS.size()) {
      String name = FIELDS.get(how);
      Kind meant = name.startsWith("tenant") ? Kind.TENANT : kind;
      return of(
          route,
          "their " + meant + " in the body's " + name,
          credential,
          ids -> base.apply(ids).field(name, ids.of(meant)));
    }
    if (how < FIELDS.size() + LISTS.size()) {
      String name = LISTS.get(how - FIELDS.size());
      return of(
          route,
          "their item in the body's " + name,
          credential,
          ids -> base.apply(ids).field(name, List.of(ids.of(Kind.ITEM))));
    }
    return of(
        route,
        "their item's name in a filter",
        credential,
        ids -> base.apply(ids).field("filter", "item.name == '" + ids.of(Kind.ITEM_NAME) + "'"));
  }

  /// A credential that says it is the other's, and that nobody signed so.
  private Probe forged(Route route, Function<Ids, Ask> base) {
    String token = attacker.credential(Caller.ADMIN);
    String[] parts = token.split("\\.");
    UnaryOperator<String> none =
        claims -> encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + encoded(claims) + ".";
    return switch (random.nextInt(4)) {
      case 0 ->
          of(
              route,
              "their key but for its last characters",
              ids -> ids.of(Kind.KEY_TEXT).replaceFirst("...$", "000"),
              base);
      case 1 ->
          of(
              route,
              "the attacker's key under their prefix",
              ids -> prefixed(ids.of(Kind.KEY_TEXT)),
              base);
      case 2 ->
          of(
              route,
              "the attacker's token with their claims",
              ids -> parts[0] + "." + encoded(claims(parts[1], ids)) + "." + parts[2],
              base);
      default ->
          of(
              route,
              "their claims under no signature",
              ids -> none.apply(claims(parts[1], ids)),
              base);
    };
  }

  private String prefixed(String key) {
    String[] their = key.split("_");
    String[] mine = attacker.every().split("_");
    return String.join("_", mine[0], mine[1], their[2], mine[3]);
  }

  private static String claims(String part, Ids ids) {
    ObjectNode claims =
        (ObjectNode)
            Planting.json(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    claims.put("tenant_id", ids.of(Kind.TENANT));
    claims.put("sub", ids.of(Kind.MEMBER));
    claims.put("sid", ids.of(Kind.SESSION));
    return claims.toString();
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The attacker's own things where that changes nothing of theirs.
  private Ids among(Recipe recipe, Ids ids) {
    return recipe.phase() == Phase.READ ? attacker.ids() : ids;
  }

  /// Of what the request holds an id.
  private static List<Kind> used(Function<Ids, Ask> ask) {
    Map<Kind, String> plain = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      plain.put(kind, "plain");
    }
    Ids ids = new Ids(plain);
    Ask asked = ask.apply(ids);
    return KINDS.stream()
        .filter(kind -> !ask.apply(ids.with(kind, "other")).equals(asked))
        .toList();
  }

  private String credential() {
    int which = random.nextInt(8);
    return which < 5
        ? attacker.credential(Caller.ADMIN)
        : which < 7 ? attacker.every() : attacker.credential(Caller.EDITOR);
  }

  private static Probe of(Route route, String form, String credential, Function<Ids, Ask> ask) {
    return of(route, form, _ -> credential, ask);
  }

  private static Probe of(
      Route route, String form, Function<Ids, String> credential, Function<Ids, Ask> ask) {
    boolean moving = route.path().startsWith("/health") || route.path().equals("/api/v1/usage");
    return new Probe(route, form, credential, ask, moving);
  }

  private Recipe recipe(Route route) {
    return Objects.requireNonNull(recipes.get(route.text()), route::text);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
