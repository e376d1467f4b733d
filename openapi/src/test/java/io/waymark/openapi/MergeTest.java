package io.waymark.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
  private static final String ITEMS =
      """
      {"tags": [{"name": "Fine items", "description": "Things"}],
       "paths": {"/items/{id}": {"get": {
         "tags": ["Fine items"], "operationId": "read_2", "summary": "Read",
         "security": [{"credential": ["data:write"]}],
         "parameters": [
           {"name": "id", "in": "path", "schema": {"type": "string", "format": "uuid"}},
           {"name": "limit", "in": "query", "schema": {"type": "integer"}}],
         "responses": {
           "200": {"description": "read_2 200 response", "content": {"application/json": {
             "schema": {"$ref": "#/components/schemas/ItemController.Item.Part"}}}},
           "409": {"description": "It is taken"}}}}},
       "components": {"schemas": {"Problem": {"type": "object"}, "ItemController.Item.Part": {
         "description": "1--2 of \\\\`x\\\\`", "type": "string", "pattern": "a|b"}}}}
      """;

  private static final String TRAIN_BODY =
      """
      "requestBody": {"content": {"application/json": {
        "schema": {"$ref": "#/components/schemas/TrainRequest"}}}},
      """;
  private static final String TRAIN_SCHEMA =
      """
      "TrainRequest": {"type": "object", "properties": {
        "user_id": {"type": "string", "nullable": true},
        "algorithm": {"type": "string", "nullable": true}}},
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeOne() throws IOException {
    write("one", ITEMS);
  }

  @Test
  void namesSchemasAndOperationsForReaders() throws IOException {
    JsonNode merged = merge("one");
    JsonNode part = merged.at("/components/schemas/ItemPart");
    assertThat(part.path("description").asText()).isEqualTo("1–2 of `x`");
    assertThat(part.path("pattern").asText()).isEqualTo("^(?:a|b)$");
    JsonNode read = operation(merged);
    assertThat(read.path("operationId").asText()).isEqualTo("fineItems_read");
    assertThat(read.at("/responses/200/content/application~1json/schema/$ref").asText())
        .isEqualTo("#/components/schemas/ItemPart");
    assertThat(read.at("/responses/200/description").asText()).isEqualTo("1–2 of `x`");
  }

  @Test
  void addsCredentialsAndTheScopeTheyNeed() throws IOException {
    JsonNode read = operation(merge("one"));
    assertThat(read.path("security").toString()).isEqualTo("[{\"bearer\":[]},{\"api_key\":[]}]");
    assertThat(read.path("description").asText()).isEqualTo("Needs the scope `data:write`.");
  }

  @Test
  void leavesToMembersWhatNoKeyMay() throws IOException {
    for (String alone : List.of("platform", "member")) {
      write("one", ITEMS.replace("data:write", alone));
      assertThat(operation(merge("one")).path("security").toString())
          .as(alone)
          .isEqualTo("[{\"bearer\":[]}]");
    }
  }

  @Test
  void saysWhoMayKeepKeys() throws IOException {
    write("one", ITEMS.replace("data:write", "keys"));
    assertThat(operation(merge("one")).path("description").asText())
        .isEqualTo("Needs an admin, an editor or a key with the scope `admin`.");
  }

  @Test
  void saysOfAnonymousRoutesThatTheyNeedNoCredential() throws IOException {
    write("one", ITEMS.replace("\"security\": [{\"credential\": [\"data:write\"]}],", ""));
    JsonNode read = operation(merge("one"));
    assertThat(read.path("security").isArray()).isTrue();
    assertThat(read.path("security")).isEmpty();
    assertThat(read.path("responses").has("401")).isFalse();
    assertThat(read.path("responses").has("403")).isFalse();
  }

  @Test
  void addsTheProblemsThatFollowFromTheShapeOfARoute() throws IOException {
    JsonNode responses = operation(merge("one")).path("responses");
    assertThat(responses.fieldNames())
        .toIterable()
        .containsExactly("200", "400", "401", "403", "404", "409", "429", "503", "default");
    assertThat(responses.at("/404/$ref").asText()).isEqualTo("#/components/responses/NotFound");
    assertThat(responses.at("/409/description").asText()).isEqualTo("It is taken");
    assertThat(responses.at("/409/content/application~1problem+json/schema/$ref").asText())
        .isEqualTo("#/components/schemas/Problem");
  }

  @Test
  void describesTheLimitsOfRoutesThatNeedACredential() throws IOException {
    JsonNode limited = operation(merge("one")).at("/responses/200/headers");
    assertThat(limited.at("/RateLimit-Remaining/$ref").asText())
        .isEqualTo("#/components/headers/RateLimitRemaining");
    assertThat(limited.has("RateLimit-Limit") && limited.has("RateLimit-Reset")).isTrue();
    write("one", ITEMS.replace("\"security\": [{\"credential\": [\"data:write\"]}],", ""));
    assertThat(operation(merge("one")).at("/responses/200/headers").fieldNames())
        .toIterable()
        .containsExactly("X-Request-Id");
  }

  @Test
  void keepsOutWhatARouteSaysNeverHappens() throws IOException {
    write("one", ITEMS.replace("\"summary\"", "\"x-never\": \"404, 503\", \"summary\""));
    JsonNode read = operation(merge("one"));
    assertThat(read.path("responses").has("404")).isFalse();
    assertThat(read.path("responses").has("503")).isFalse();
    assertThat(read.has("x-never")).isFalse();
  }

  @Test
  void addsTheHeaderOfRoutesThatMayBeRepeated() throws IOException {
    write("one", ITEMS.replace("\"summary\"", "\"x-idempotent\": \"true\", \"summary\""));
    JsonNode read = operation(merge("one"));
    JsonNode header = read.path("parameters").path(2);
    assertThat(header.path("name").asText()).isEqualTo("Idempotency-Key");
    assertThat(header.path("description").asText()).contains("sent again");
    assertThat(read.at("/responses/422/$ref").asText())
        .isEqualTo("#/components/responses/OtherBody");
    assertThat(read.at("/responses/409/description").asText()).isEqualTo("It is taken");
    assertThat(read.has("x-idempotent")).isFalse();
  }

  @Test
  void describesParametersThatMeanTheSameEverywhere() throws IOException {
    JsonNode limit = operation(merge("one")).path("parameters").path(1);
    assertThat(limit.path("description").asText()).contains("How many");
  }

  @Test
  void boundsWhatRequestsHold() throws IOException {
    write(
        "one",
        ITEMS
            .replace("\"responses\"", TRAIN_BODY + "\"responses\"")
            .replace("\"Problem\"", TRAIN_SCHEMA + "\"Problem\""));
    JsonNode merged = merge("one");
    JsonNode body = merged.at("/components/schemas/TrainRequest");
    assertThat(body.path("additionalProperties").isBoolean()).isTrue();
    assertThat(body.at("/properties/user_id/maxLength").asInt()).isEqualTo(256);
    assertThat(body.at("/properties/algorithm/enum").toString()).contains("\"auto\"", "null");
    assertThat(merged.at("/components/schemas/Problem").has("additionalProperties")).isFalse();
    JsonNode read = operation(merged);
    assertThat(read.at("/requestBody/required").asBoolean()).isTrue();
    assertThat(read.at("/responses/415/$ref").asText())
        .isEqualTo("#/components/responses/OtherType");
    JsonNode limit = read.path("parameters").path(1);
    assertThat(limit.at("/schema/maximum").asInt()).isEqualTo(200);
    assertThat(limit.path("required").isBoolean()).isTrue();
  }

  @Test
  void saysWhichParametersAreNotLeftOut() throws IOException {
    write(
        "one",
        ITEMS
            .replace("/items/{id}", "/api/v1/metrics/recommendations")
            .replace("\"id\", \"in\": \"path\"", "\"from\", \"in\": \"query\""));
    JsonNode parameters =
        merge("one").at("/paths/~1api~1v1~1metrics~1recommendations/get/parameters");
    assertThat(parameters.path(0).path("required").asBoolean()).isTrue();
    assertThat(parameters.path(0).path("schema").has("required")).isFalse();
    assertThat(parameters.path(1).path("required").asBoolean()).isFalse();
  }

  @Test
  void saysWhereACredentialIsNotAlwaysAskedFor() throws IOException {
    write("one", ITEMS.replace("\"summary\"", "\"x-optional-credential\": \"true\", \"summary\""));
    assertThat(operation(merge("one")).path("security").toString())
        .isEqualTo("[{},{\"bearer\":[]},{\"api_key\":[]}]");
  }

  @Test
  void refusesARouteOfTwoFunctionsNamingItAndThem() throws IOException {
    write("two", ITEMS.replace("\"tags\": [\"Fine items\"]", "\"tags\": [\"Others\"]"));
    assertThatThrownBy(() -> merge("one", "two"))
        .hasMessage("GET /items/{id} is described by both one and two");
  }

  @Test
  void refusesPathsThatDifferByTheNamesOfParametersAlone() throws IOException {
    write("two", ITEMS.replace("/{id}", "/{item}").replace("\"get\"", "\"put\""));
    assertThatThrownBy(() -> merge("one", "two"))
        .hasMessageContaining("/items/{item} of two differs from /items/{id} of one");
  }

  @Test
  void refusesASchemaThatMeansTwoThings() throws IOException {
    write("two", ITEMS.replace("/items", "/others").replace("a|b", "a|c"));
    assertThatThrownBy(() -> merge("one", "two"))
        .hasMessage("schema ItemPart is described differently by one and by two");
  }

  @Test
  void refusesATagThatMeansTwoThings() throws IOException {
    write("two", ITEMS.replace("/items", "/others").replace("Things", "Others"));
    assertThatThrownBy(() -> merge("one", "two"))
        .hasMessage("tag Fine items is described differently by one and by two");
  }

  @Test
  void refusesTwoOperationsOfOneName() throws IOException {
    write("two", ITEMS.replace("/items", "/others"));
    assertThatThrownBy(() -> merge("one", "two"))
        .hasMessageContaining("fineItems_read is both GET /items/{id} of one and GET /others/{id}");
  }

  @Test
  void refusesTwoSchemasOfOneFunctionThatGetOneName() throws IOException {
    write("one", ITEMS.replace("{\"schemas\": {", "{\"schemas\": {\"ItemPart\": {},"));
    assertThatThrownBy(() -> merge("one")).hasMessage("one has two schemas named ItemPart");
  }

  @Test
  void refusesAReferenceToNothing() throws IOException {
    write(
        "one",
        ITEMS.replace(
            "\"responses\": {",
            """
            "requestBody": {"content": {"application/json": {
              "schema": {"$ref": "#/components/schemas/Nowhere"}}}}, "responses": {"""));
    assertThatThrownBy(() -> merge("one"))
        .hasMessage("there is nothing at #/components/schemas/Nowhere");
  }

  private void write(String function, String document) throws IOException {
    Files.writeString(folder.resolve(function), document);
  }

  private JsonNode merge(String... functions) throws IOException {
    String[] arguments = new String[functions.length + 1];
    Path output = folder.resolve("merged/openapi.json");
    arguments[0] = output.toString();
    for (int at = 0; at < functions.length; at++) {
      arguments[at + 1] = functions[at] + "=" + folder.resolve(functions[at]);
    }
    Merge.main(arguments);
    return new ObjectMapper().readTree(output.toFile());
  }

  private static JsonNode operation(JsonNode merged) {
    return merged.path("paths").path("/items/{id}").path("get");
  }
}
