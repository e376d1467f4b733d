package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every error is problem+json, says which field, and tells nothing of our insides.
class ProblemsTest {
  @Test
  void answersInSnakeCaseWithTheGatewaysRequestId() {
    APIGatewayProxyResponseEvent answer = Answer.post("{\"user_id\":\"u1\",\"count\":3}");
    assertThat(answer.getStatusCode()).isEqualTo(200);
    assertThat(answer.getBody()).isEqualTo("{\"user_id\":\"u1\",\"count\":3,\"tenant_id\":null}");
    assertThat(answer.getMultiValueHeaders().get("X-Request-Id")).containsExactly("gateway-id");
  }

  @Test
  void namesAnUnknownField() {
    assertProblem(Answer.post("{\"user_id\":\"u1\",\"cuont\":3}"), 400, "cuont", "not a field");
  }

  @Test
  void namesAnUnknownFieldOfAnElement() {
    assertProblem(
        Answer.post("{\"user_id\":\"u\",\"more_lines\":[{\"item_id\":\"i\",\"x\":1}]}"),
        400,
        "more_lines[0].x",
        "not a field");
  }

  @Test
  void namesABrokenConstraintInTheCallersWords() {
    assertProblem(Answer.post("{\"user_id\":\"u1\",\"count\":0}"), 400, "count", "greater than");
    assertProblem(
        Answer.post("{\"user_id\":\"u1\",\"more_lines\":[{\"item_id\":\" \"}]}"),
        400,
        "more_lines[0].item_id",
        "blank");
  }

  @Test
  void namesAFieldOfTheWrongType() {
    assertProblem(
        Answer.post("{\"user_id\":\"u1\",\"count\":\"many\"}"), 400, "count", "whole number");
    assertProblem(Answer.post("{\"user_id\":\"u\",\"kind\":\"HUGE\"}"), 400, "kind", "");
    assertProblem(Answer.get("/echo/page?limit=x"), 400, "limit", "");
  }

  @Test
  void refusesAFractionWhereAWholeNumberIsAsked() {
    assertProblem(Answer.post("{\"user_id\":\"u1\",\"count\":2.5}"), 400, "count", "whole number");
    assertProblem(
        Answer.post("{\"user_id\":\"u1\",\"count\":3000000000}"), 400, "count", "whole number");
    assertProblem(Answer.post("{\"user_id\":\"u1\",\"count\":1e999999999}"), 400, "count", "");
    assertThat(Answer.post("{\"user_id\":\"u1\",\"count\":2.0}").getBody())
        .contains("\"count\":2,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"user_id\":1}|user_id|must be a text",
        "{\"user_id\":false}|user_id|must be a text",
        "{\"user_id\":[]}|user_id|must be a text",
        "{\"user_id\":\"u\",\"count\":\"1\"}|count|must be a whole number",
        "{\"user_id\":\"u\",\"count\":true}|count|must be a whole number",
        "{\"user_id\":\"u\",\"loud\":\"true\"}|loud|must be true or false",
        "{\"user_id\":\"u\",\"loud\":1}|loud|must be true or false",
        "{\"user_id\":\"u\",\"tags\":[null]}|tags|must be a list of texts",
        "{\"user_id\":\"u\",\"tags\":[\"a\",1]}|tags|must be a list of texts",
        "{\"user_id\":\"u\",\"tags\":\"a\"}|tags|must be a list of texts",
        "{\"user_id\":\"u\",\"notes\":{\"a\":1}}|notes|must be a text",
        "{\"user_id\":\"u\",\"more_lines\":[{\"item_id\":\"i\",\"price\":\"1\"}]}|more_lines[0].price|must be a number",
        "{\"user_id\":\"u\",\"more_lines\":[{\"item_id\":\"i\",\"price\":1e999}]}|more_lines[0].price|must be a number"
      })
  void takesNoValueOfOneTypeForAnother(String body, String field, String message) {
    assertProblem(Answer.post(body), 400, "\"field\":\"" + field, message);
  }

  @Test
  void namesAnUnknownFieldAsItWasSent() {
    assertProblem(
        Answer.post("{\"user_id\":\"u\",\"CuontOf\":3}"), 400, "\"field\":\"CuontOf\"", "not");
    assertProblem(
        Answer.post("{\"user_id\":\"u\",\"more_lines\":[{\"item_id\":\"i\",\"aB\":1}]}"),
        400,
        "\"field\":\"more_lines[0].aB\"",
        "not a field");
  }

  @Test
  void takesAParameterOnceAndWithAValue() {
    assertProblem(
        Answer.query("/echo/pages", Map.of("limit", List.of("1", "2"))), 400, "limit", "once");
    assertProblem(Answer.query("/echo/pages", Map.of("limit", List.of(""))), 400, "limit", "empty");
    assertProblem(Answer.query("/echo/page", Map.of("limit", List.of(""))), 400, "limit", "empty");
    assertProblem(
        Answer.query("/echo/pages", Map.of("of", List.of("a", "b"))), 400, "of stands", "once");
    assertThat(Answer.query("/echo/pages", Map.of("x", List.of("1", "1"))).getStatusCode())
        .as("nobody asked for it")
        .isEqualTo(200);
    assertThat(Answer.query("/echo/pages", Map.of("of", List.of("a,b"))).getBody()).contains("a+b");
    assertThat(Answer.query("/echo/pages", Map.of("limit", List.of("7"))).getBody())
        .contains("\"count\":7");
  }

  @Test
  void saysThatABodyIsCutOff() {
    assertProblem(Answer.post("{\"user_id\":"), 400, "body", "is not valid JSON");
    assertProblem(Answer.post("{\"user_id\":\"u1\""), 400, "body", "is not valid JSON");
    assertProblem(Answer.post(""), 400, "body", "is required");
  }

  @Test
  void namesAMissingField() {
    assertProblem(Answer.post("{\"count\":3}"), 400, "user_id", "");
    assertProblem(Answer.get("/echo/page"), 400, "limit", "");
  }

  @Test
  void refusesWhatIsNoJson() {
    for (String body : new String[] {"", "{", "[]", "\"x\"", "{\"user_id\":\"u\"", "null"}) {
      APIGatewayProxyResponseEvent answer = Answer.post(body);
      assertThat(answer.getStatusCode()).as(body).isEqualTo(400);
      assertThat(answer.getBody()).as(body).contains("\"errors\":[{\"field\":");
    }
  }

  @Test
  void answersWhatNobodyServes() {
    assertProblem(Answer.get("/nothing/here"), 404, "/nothing/here", "");
    assertProblem(Answer.of("DELETE", "/echo", Map.of(), ""), 405, "DELETE", "");
    assertProblem(
        Answer.of("POST", "/echo", Map.of("Content-Type", "text/csv"), "a,b"), 415, "", "");
  }

  @Test
  void mapsWhatControllersDecide() {
    assertProblem(Answer.get("/echo/conflict"), 409, "it is taken", "urn:waymark:problem:conflict");
    APIGatewayProxyResponseEvent busy = Answer.get("/echo/busy");
    assertProblem(busy, 503, "table x is unavailable", "");
    assertThat(busy.getMultiValueHeaders().get("Retry-After")).containsExactly("2");
  }

  @Test
  void saysWhenAStoreThatIsNotAskedWillBeAskedAgain() {
    APIGatewayProxyResponseEvent answer = Answer.get("/echo/not-asked");
    assertProblem(answer, 503, "table x is unavailable", "try again");
    assertThat(answer.getMultiValueHeaders().get("Retry-After"))
        .singleElement()
        .satisfies(seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 5));
  }

  @Test
  void tellsNothingOfABug() {
    APIGatewayProxyResponseEvent answer = Answer.get("/echo/bug");
    assertProblem(answer, 500, "gateway-id", "on our side");
    assertThat(answer.getBody()).doesNotContain("secret detail").doesNotContain("Exception");
  }

  private static void assertProblem(
      APIGatewayProxyResponseEvent answer, int status, String part, String otherPart) {
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(status);
    assertThat(answer.getMultiValueHeaders().get("Content-Type"))
        .containsExactly(Problem.MEDIA_TYPE);
    assertThat(answer.getBody())
        .contains("\"status\":" + status)
        .contains("\"request_id\":\"gateway-id\"")
        .contains(part)
        .contains(otherPart);
  }
}
