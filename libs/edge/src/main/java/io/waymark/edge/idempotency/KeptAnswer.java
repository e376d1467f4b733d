package io.waymark.edge.idempotency;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/// An answer as it is kept, sealed.
///
/// @param headers those that matter to who sent the request
/// @param body the JSON
@Serdeable
record KeptAnswer(int status, Map<String, String> headers, String body) {
  KeptAnswer {
    headers = Map.copyOf(headers);
  }

  @Override
  public String toString() {
    return "KeptAnswer[" + status + "]";
  }
}
