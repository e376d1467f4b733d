package io.waymark.edge;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/// The body of every error: RFC 9457 `application/problem+json`.
///
/// @param type a URI that names the kind of problem, stable for programs
/// @param title the kind in words
/// @param detail this occurrence, and what to do next
/// @param requestId what to quote when asking for help
/// @param errors what is wrong with which field; empty where no field is to blame
@Serdeable
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String requestId,
    List<FieldError> errors) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }
}
