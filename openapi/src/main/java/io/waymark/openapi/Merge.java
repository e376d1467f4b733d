package io.waymark.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Merges the documents of functions, run by the build of `recommend`.
public final class Merge {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Merge() {}

  /// Writes the merged document, or fails naming what two functions describe differently.
  ///
  /// @param arguments the file to write, then `function=file` for each document
  public static void main(String[] arguments) throws IOException {
    List<FunctionDocument> documents = new ArrayList<>();
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      int equals = argument.indexOf('=');
      documents.add(
          new FunctionDocument(
              argument.substring(0, equals), object(Path.of(argument.substring(equals + 1)))));
    }
    Path output = Path.of(arguments[0]);
    Files.createDirectories(Objects.requireNonNull(output.getParent(), "a file in a folder"));
    Files.write(
        output,
        JSON.writeValueAsBytes(
            new Merger(resource("shared.json"), resource("bounds.json")).merge(documents)));
  }

  private static ObjectNode resource(String name) throws IOException {
    try (InputStream in = Merge.class.getResourceAsStream(name)) {
      return (ObjectNode) JSON.readTree(Objects.requireNonNull(in, name));
    }
  }

  private static ObjectNode object(Path file) throws IOException {
    return (ObjectNode) JSON.readTree(file.toFile());
  }
}
