package io.waymark.auth.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.edge.usage.UsageLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/// Reads what a subscription of CloudWatch Logs delivered: JSON documents one after the other, each
/// gzipped by itself, each with `logEvents[].message`. Only the messages that are usage lines are
/// told; a control message of the subscription is none.
final class UsageFile {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String EVENTS = "logEvents";
  private static final String MESSAGE = "message";

  private UsageFile() {}

  /// Tells the lines in their order, while it reads.
  static void read(InputStream delivered, Consumer<String> lines) throws IOException {
    try (JsonParser parser = JSON.createParser(new GZIPInputStream(delivered))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING
            && MESSAGE.equals(parser.currentName())
            && isEvent(parser)
            && parser.getText().startsWith(UsageLine.MARK)) {
          lines.accept(parser.getText());
        }
      }
    }
  }

  /// Whether the value stands in an object of the array of events.
  private static boolean isEvent(JsonParser parser) {
    return parser.getParsingContext().getParent() != null
        && parser.getParsingContext().getParent().inArray()
        && EVENTS.equals(parser.getParsingContext().getParent().getParent().getCurrentName());
  }
}
