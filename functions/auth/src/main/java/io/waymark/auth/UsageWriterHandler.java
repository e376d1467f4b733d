package io.waymark.auth;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.auth.usage.UsageWriter;
import io.waymark.edge.LambdaEventHandler;
import jakarta.inject.Inject;
import java.io.Serial;
import java.time.Duration;

/// Counts the requests of all functions, from the lines that wait in the bucket `logs`. To be
/// called on a schedule, with the constant event `{}`: a call for each line, or each file, would
/// keep the database awake. Without a waiting file it does not wake it.
public final class UsageWriterHandler
    extends LambdaEventHandler<UsageWriterHandler.UsageRequest, UsageWriter.Written> {
  /// What the last file begun may take.
  private static final Duration SPARE = Duration.ofMinutes(1);

  @Inject UsageWriter writer;

  public UsageWriterHandler() {
    super(UsageRequest.class);
  }

  UsageWriterHandler(ApplicationContext context) {
    super(UsageRequest.class, context);
  }

  /// Nothing to say.
  @Serdeable
  public record UsageRequest() {}

  @Override
  protected UsageWriter.Written handle(UsageRequest request, Context context) {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
    UsageWriter.Written written = writer.run(left.minus(SPARE));
    if (!written.unreadable().isEmpty()) {
      throw new UnreadableFilesException(written.unreadable().size());
    }
    return written;
  }

  /// The call fails, so that somebody looks.
  static final class UnreadableFilesException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    UnreadableFilesException(int files) {
      super(files + " files of usage lines cannot be read; the others are written");
    }
  }
}
