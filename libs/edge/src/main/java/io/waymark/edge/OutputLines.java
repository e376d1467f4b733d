package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.Context;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The lines that a function writes for others to read, apart from its log. On AWS both are
/// standard output, in the embedded service the context says where they go: standard output belongs
/// to the program that all functions run in there.
@Singleton
public final class OutputLines {
  private final boolean embedded;

  OutputLines(WaymarkConfig waymark) {
    this.embedded = waymark.embedded();
  }

  /// Writes a line, which has its end, in one piece, so that no other thread's output comes
  /// between.
  public void write(String line, Context context) throws IOException {
    if (embedded) {
      context.getLogger().log(line);
      return;
    }
    System.out.write(line.getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}
