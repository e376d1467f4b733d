package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many answers of models were kept ones, as the service itself says.
record KeptAnswers(long kept, long questions) {
  static final String PATH = "/health/cache";
  private static final Pattern SAID = Pattern.compile("(\\d+) of (\\d+) answers were kept ones");

  /// @param health what [#PATH] answers
  static KeptAnswers in(JsonNode health) throws IOException {
    String said = health.path("checks").path("answer_cache").path("detail").asText();
    Matcher found = SAID.matcher(said);
    if (!found.find()) {
      throw new IOException("the service does not say how many answers were kept: " + health);
    }
    return new KeptAnswers(Long.parseLong(found.group(1)), Long.parseLong(found.group(2)));
  }

  KeptAnswers and(KeptAnswers more) {
    return new KeptAnswers(kept + more.kept, questions + more.questions);
  }

  KeptAnswers since(KeptAnswers before) {
    return new KeptAnswers(kept - before.kept, questions - before.questions);
  }

  @Override
  public String toString() {
    return "%s of %s answers were kept ones"
        .formatted(Numbers.text((double) kept), Numbers.text((double) questions));
  }
}
