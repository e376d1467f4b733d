package io.waymark.cli.permissions;

import static io.waymark.cli.permissions.Kind.INVITATION;
import static io.waymark.cli.permissions.Kind.ITEM;
import static io.waymark.cli.permissions.Kind.JOB;
import static io.waymark.cli.permissions.Kind.KEY;
import static io.waymark.cli.permissions.Kind.LIMIT;
import static io.waymark.cli.permissions.Kind.MEMBER;
import static io.waymark.cli.permissions.Kind.MODEL;
import static io.waymark.cli.permissions.Kind.TENANT;
import static io.waymark.cli.permissions.Kind.UPLOAD;
import static io.waymark.cli.permissions.Kind.USER;
import static io.waymark.cli.permissions.Kind.VERSION;

import io.waymark.cli.permissions.Recipe.Foreign;
import io.waymark.cli.permissions.Recipe.Phase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// A request for each route. Those that make or change something hash no password and start no
/// training: what they ask for is refused for its content, after it was let in.
final class Recipes {
  private final Map<String, Recipe> byRoute = new TreeMap<>();

  private Recipes() {
    open();
    sessions();
    tenants();
    ceilings();
    members();
    invitations();
    keys();
    limits();
    read("GET /api/v1/audit", Foreign.UNNAMED, _ -> Ask.get("/api/v1/audit?limit=5"));
    read("GET /api/v1/usage", Foreign.UNNAMED, _ -> Ask.get("/api/v1/usage"));
    data();
    recommendations();
    models();
  }

  /// By route, as [Route#text()] has it.
  static Map<String, Recipe> all() {
    return new Recipes().byRoute;
  }

  private void open() {
    for (String path :
        List.of(
            "/.well-known/jwks.json",
            "/api/v1/docs",
            "/api/v1/openapi.json",
            "/health",
            "/health/cache",
            "/health/db",
            "/health/detailed",
            "/health/redis",
            "/health/stream")) {
      read("GET " + path, Foreign.UNNAMED, _ -> Ask.get(path));
    }
    add(
        "GET /api/v1/docs/{file}",
        recipe(Phase.READ, Foreign.UNNAMED, Set.of(404), _ -> Ask.get("/api/v1/docs/none.js")));
  }

  private void sessions() {
    write("POST /api/v1/auth/login", Foreign.UNNAMED, 400, _ -> empty("/api/v1/auth/login"));
    write("POST /api/v1/auth/refresh", Foreign.UNNAMED, 400, _ -> empty("/api/v1/auth/refresh"));
    read("GET /api/v1/auth/me", Foreign.UNNAMED, _ -> Ask.get("/api/v1/auth/me"));
    write(
        "POST /api/v1/auth/password",
        Foreign.UNNAMED,
        400,
        _ ->
            Ask.post(
                "/api/v1/auth/password", Map.of("current_password", "?", "new_password", "short")));
    String factor = "/api/v1/auth/second-factor";
    read("GET " + factor, Foreign.UNNAMED, _ -> Ask.get(factor));
    for (String further : List.of("", "/confirm", "/off")) {
      write("POST " + factor + further, Foreign.UNNAMED, 400, _ -> empty(factor + further));
    }
    add(
        "POST /api/v1/auth/logout",
        recipe(
            Phase.LOG_OUT,
            Foreign.UNNAMED,
            Set.of(204),
            _ -> Ask.of("POST", "/api/v1/auth/logout")));
  }

  private void tenants() {
    String tenants = "/api/v1/tenants";
    read("GET " + tenants, Foreign.ALLOWED, _ -> Ask.get(tenants));
    write("POST " + tenants, Foreign.ALLOWED, 400, _ -> Ask.post(tenants, Map.of("id", "No Id")));
    String one = tenants + "/{id}";
    read("GET " + one, Foreign.ALLOWED, ids -> Ask.get(at(tenants, ids.of(TENANT))));
    write(
        "PATCH " + one,
        Foreign.ALLOWED,
        400,
        ids -> Ask.of("PATCH", at(tenants, ids.of(TENANT))).with(Map.of("status", "none")));
    write(
        "DELETE " + one,
        Foreign.ALLOWED,
        409,
        ids -> Ask.of("DELETE", at(tenants, ids.of(TENANT))));
  }

  private void ceilings() {
    Function<Ids, String> ceilings = ids -> at("/api/v1/tenants", ids.of(TENANT)) + "/ceilings";
    String route = "/api/v1/tenants/{id}/ceilings";
    read("GET " + route, Foreign.ALLOWED, ids -> Ask.get(ceilings.apply(ids)));
    write(
        "PUT " + route + "/{type}",
        Foreign.ALLOWED,
        404, // there is no such type
        ids ->
            Ask.of("PUT", ceilings.apply(ids) + "/none")
                .with(Map.of("max_requests", 1, "window_seconds", 1)));
    write(
        "DELETE " + route + "/{type}",
        Foreign.ALLOWED,
        404, // there is no such type
        ids -> Ask.of("DELETE", ceilings.apply(ids) + "/none"));
  }

  private void members() {
    String members = "/api/v1/members";
    read("GET " + members, Foreign.UNNAMED, _ -> Ask.get(members));
    add(
        "POST " + members,
        recipe(
                Phase.WRITE,
                Foreign.TENANT_ID,
                Set.of(400),
                _ ->
                    Ask.post(
                        members,
                        Map.of(
                            "email", "new@waymark.example", "password", "short", "role", "viewer")))
            .narrowFor(Caller.ADMIN_KEY));
    String one = members + "/{id}";
    read("GET " + one, Foreign.ABSENT, ids -> Ask.get(at(members, ids.of(MEMBER))));
    write(
        "PATCH " + one,
        Foreign.ABSENT,
        200,
        ids -> Ask.of("PATCH", at(members, ids.of(MEMBER))).with(Map.of("status", "active")));
    remove("DELETE " + one, 204, ids -> Ask.of("DELETE", at(members, ids.of(MEMBER))));
    add(
        "DELETE " + one + "/second-factor",
        recipe(
                Phase.WRITE,
                Foreign.ABSENT,
                Set.of(204),
                ids -> Ask.of("DELETE", at(members, ids.of(MEMBER)) + "/second-factor"))
            .narrowFor(Caller.ADMIN_KEY));
  }

  private void invitations() {
    String invitations = "/api/v1/invitations";
    read("GET " + invitations, Foreign.UNNAMED, _ -> Ask.get(invitations));
    add(
        "POST " + invitations,
        recipe(
                Phase.WRITE,
                Foreign.TENANT_ID,
                Set.of(400),
                _ -> Ask.post(invitations, Map.of("email", "no e-mail", "role", "viewer")))
            .narrowFor(Caller.ADMIN_KEY));
    String one = invitations + "/{id}";
    read("GET " + one, Foreign.ABSENT, ids -> Ask.get(at(invitations, ids.of(INVITATION))));
    remove("DELETE " + one, 204, ids -> Ask.of("DELETE", at(invitations, ids.of(INVITATION))));
    write(
        "POST /api/v1/auth/accept-invitation",
        Foreign.UNNAMED,
        400,
        _ -> empty("/api/v1/auth/accept-invitation"));
    write(
        "POST /api/v1/tenants/{id}/invitations",
        Foreign.ALLOWED,
        400,
        ids ->
            Ask.post(
                at("/api/v1/tenants", ids.of(TENANT)) + "/invitations",
                Map.of("email", "no e-mail")));
  }

  private void keys() {
    String keys = "/api/v1/api-keys";
    read("GET " + keys, Foreign.UNNAMED, _ -> Ask.get(keys));
    add(
        "POST " + keys,
        recipe(
                Phase.WRITE,
                Foreign.TENANT_ID,
                Set.of(201),
                _ -> Ask.post(keys, Map.of("name", "asked", "scopes", List.of("recommend:read"))))
            .narrowFor(Caller.ADMIN_KEY));
    String one = keys + "/{id}";
    read("GET " + one, Foreign.ABSENT, ids -> Ask.get(at(keys, ids.of(KEY))));
    add(
        "DELETE " + one,
        recipe(
                Phase.REMOVE,
                Foreign.ABSENT,
                Set.of(200),
                ids -> Ask.of("DELETE", at(keys, ids.of(KEY))))
            .narrowFor(Caller.ADMIN_KEY));
  }

  private void limits() {
    String limits = "/api/v1/rate-limits";
    read("GET " + limits, Foreign.UNNAMED, _ -> Ask.get(limits));
    write(
        "POST " + limits,
        Foreign.TENANT_ID,
        409, // there is one of the type
        _ ->
            Ask.post(
                limits,
                Map.of("limit_type", "ingest:key", "max_requests", 1, "window_seconds", 60)));
    String one = limits + "/{id}";
    read("GET " + one, Foreign.ABSENT, ids -> Ask.get(at(limits, ids.of(LIMIT))));
    write(
        "PATCH " + one,
        Foreign.ABSENT,
        200,
        ids -> Ask.of("PATCH", at(limits, ids.of(LIMIT))).with(Map.of("window_seconds", 60)));
    remove("DELETE " + one, 204, ids -> Ask.of("DELETE", at(limits, ids.of(LIMIT))));
  }

  private void data() {
    write(
        "POST /api/v1/data/ingest",
        Foreign.TENANT_ID,
        202,
        ids ->
            Ask.post(
                "/api/v1/data/ingest", Map.of("user_id", ids.of(USER), "item_id", ids.of(ITEM))));
    String uploads = "/api/v1/data/uploads";
    read("GET " + uploads, Foreign.UNNAMED, _ -> Ask.get(uploads));
    write(
        "POST " + uploads,
        Foreign.TENANT_ID,
        201,
        _ -> Ask.post(uploads, Map.of("kind", "items", "format", "csv", "size_bytes", 10)));
    String one = uploads + "/{id}";
    for (String further : List.of("", "/report", "/rejected")) {
      read(
          "GET " + one + further,
          Foreign.ABSENT,
          ids -> Ask.get(at(uploads, ids.of(UPLOAD)) + further));
    }
    for (String decision : List.of("/approve", "/discard")) {
      write(
          "POST " + one + decision,
          Foreign.ABSENT,
          409, // it is not held
          ids -> Ask.of("POST", at(uploads, ids.of(UPLOAD)) + decision));
    }
    String letters = "/api/v1/data/dead-letters";
    read("GET " + letters, Foreign.UNNAMED, _ -> Ask.get(letters));
    write(
        "POST " + letters + "/{id}/replay",
        Foreign.UNNAMED,
        404, // there is none
        _ -> Ask.of("POST", letters + "/none/replay"));
    String thresholds = "/api/v1/data/quality-thresholds";
    read("GET " + thresholds, Foreign.UNNAMED, _ -> Ask.get(thresholds));
    write(
        "PUT " + thresholds,
        Foreign.UNNAMED,
        400,
        _ -> Ask.of("PUT", thresholds).with(Map.of("least_rows", 0)));
    String users = "/api/v1/data/users";
    read(
        "GET " + users + "/{id}/export",
        Foreign.ABSENT,
        ids -> Ask.get(at(users, ids.of(USER)) + "/export"));
    add(
        "DELETE " + users + "/{id}",
        recipe(
            Phase.REMOVE,
            Foreign.AS_ABSENT,
            Set.of(200),
            ids -> Ask.of("DELETE", at(users, ids.of(USER)))));
    String items = "/api/v1/items";
    write(
        "PUT " + items + "/{id}",
        Foreign.TENANT_ID,
        204,
        ids -> Ask.of("PUT", at(items, ids.of(ITEM))).with(Map.of("name", "Asked")));
    add(
        "DELETE " + items + "/{id}",
        recipe(
            Phase.REMOVE,
            Foreign.AS_ABSENT,
            Set.of(204),
            ids -> Ask.of("DELETE", at(items, ids.of(ITEM)))));
  }

  private void recommendations() {
    String recommend = "/api/v1/recommend";
    Function<Ids, Map<String, Object>> question =
        ids -> Map.of("user_id", ids.of(USER), "exclude_items", List.of(ids.of(ITEM)));
    read("POST " + recommend, Foreign.TENANT_ID, ids -> Ask.post(recommend, question.apply(ids)));
    read(
        "POST " + recommend + "/batch",
        Foreign.TENANT_ID,
        ids -> Ask.post(recommend + "/batch", Map.of("requests", List.of(question.apply(ids)))));
    read(
        "GET /api/v1/items/{id}/similar",
        Foreign.ABSENT,
        ids -> Ask.get(at("/api/v1/items", ids.of(ITEM)) + "/similar"));
    read("GET /api/v1/trending", Foreign.UNNAMED, _ -> Ask.get("/api/v1/trending"));
  }

  private void models() {
    String models = "/api/v1/models";
    read("GET " + models, Foreign.UNNAMED, _ -> Ask.get(models));
    read("GET /api/v1/ml/models/list", Foreign.UNNAMED, _ -> Ask.get("/api/v1/ml/models/list"));
    Function<Ids, String> versions = ids -> at(models, ids.of(MODEL)) + "/versions";
    Function<Ids, String> version = ids -> at(versions.apply(ids), ids.of(VERSION));
    read("GET " + models + "/{name}", Foreign.ABSENT, ids -> Ask.get(at(models, ids.of(MODEL))));
    String one = models + "/{name}/versions/{version}";
    read("GET " + one, Foreign.ABSENT, ids -> Ask.get(version.apply(ids)));
    write(
        "POST " + one + "/activate",
        Foreign.ABSENT,
        409, // it is not ready
        ids -> Ask.of("POST", version.apply(ids) + "/activate"));
    write(
        "POST " + one + "/validate",
        Foreign.ABSENT,
        409, // its file is not there
        ids -> Ask.post(version.apply(ids) + "/validate", Map.of()));
    write(
        "POST " + models + "/{name}/rollback",
        Foreign.ABSENT,
        404, // none was active
        ids -> Ask.of("POST", at(models, ids.of(MODEL)) + "/rollback"));
    write(
        "POST " + models + "/{name}/versions",
        Foreign.TENANT_ID,
        201,
        ids ->
            Ask.post(
                versions.apply(ids),
                Map.of("files", List.of(Map.of("name", "model.onnx", "size_bytes", 100)))));
    add(
        "POST /api/v1/ml/predict",
        recipe(
            Phase.READ,
            Foreign.ABSENT,
            Set.of(409), // no version is active
            ids ->
                Ask.post(
                    "/api/v1/ml/predict", Map.of("model", ids.of(MODEL), "inputs", Map.of()))));
    String experiments = "/api/v1/experiments";
    read("GET " + experiments, Foreign.UNNAMED, _ -> Ask.get(experiments));
    write(
        "PUT " + experiments,
        Foreign.UNNAMED,
        400,
        _ -> Ask.of("PUT", experiments).with(Map.of("experiment", Map.of("name", "No Name"))));
    String metrics = "/api/v1/metrics/recommendations";
    read(
        "GET " + metrics,
        Foreign.UNNAMED,
        _ -> Ask.get(metrics + "?from=2026-11-01&to=2026-11-20"));
    String train = models + "/train";
    read("GET " + train, Foreign.UNNAMED, _ -> Ask.get(train));
    read("GET " + train + "/{job_id}", Foreign.ABSENT, ids -> Ask.get(at(train, ids.of(JOB))));
    write(
        "POST " + train,
        Foreign.TENANT_ID,
        400,
        ids -> Ask.post(train, Map.of("name", ids.of(MODEL), "algorithm", "none")));
  }

  private static Ask empty(String path) {
    return Ask.post(path, Map.of());
  }

  private static String at(String path, String id) {
    return path + "/" + Ask.encoded(id);
  }

  private void read(String route, Foreign foreign, Function<Ids, Ask> ask) {
    add(route, recipe(Phase.READ, foreign, Set.of(200), ask));
  }

  private void write(String route, Foreign foreign, int done, Function<Ids, Ask> ask) {
    add(route, recipe(Phase.WRITE, foreign, Set.of(done), ask));
  }

  /// Whoever comes second finds it gone.
  private void remove(String route, int done, Function<Ids, Ask> ask) {
    add(route, recipe(Phase.REMOVE, Foreign.ABSENT, Set.of(done, 404), ask));
  }

  private static Recipe recipe(
      Phase phase, Foreign foreign, Set<Integer> done, Function<Ids, Ask> ask) {
    return new Recipe(phase, foreign, done, Set.of(), ask);
  }

  private void add(String route, Recipe recipe) {
    if (byRoute.put(route, recipe) != null) {
      throw new IllegalStateException("two recipes for " + route);
    }
  }
}
