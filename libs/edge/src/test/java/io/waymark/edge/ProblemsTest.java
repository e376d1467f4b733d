package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
        Answer.post("{\"user_id\":\"u1\",\"count\":\"many\"}"), 400, "count", "wrong type");
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
    assertThat(busy.getMultiValueHeaders()).containsKey("Retry-After");
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
