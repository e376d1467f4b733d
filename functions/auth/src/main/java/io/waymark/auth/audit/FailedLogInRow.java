package io.waymark.auth.audit;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// A row of `failed_log_ins`.
@MappedEntity("failed_log_ins")
record FailedLogInRow(@Id String account, Instant minute, int failures, String source) {
  FailedLogIn failed() {
    return new FailedLogIn(account, minute, failures, source);
  }
}
