package io.waymark.localstack;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the stacks say of themselves: by stack and name, as the CDK's `--outputs-file` has it.
public record Outputs(Map<String, Map<String, String>> stacks) {
  public Outputs {
    Map<String, Map<String, String>> copy = new TreeMap<>();
    stacks.forEach((stack, values) -> copy.put(stack, Map.copyOf(values)));
    stacks = Map.copyOf(copy);
  }

  /// The stacks last deployed; none where none has been.
  static Optional<Outputs> read(Path file) throws IOException {
    return Files.exists(file)
        ? Optional.of(
            new Outputs(
                new ObjectMapper()
                    .readValue(
                        file.toFile(), new TypeReference<Map<String, Map<String, String>>>() {})))
        : Optional.empty();
  }

  /// One value.
  ///
  /// @throws LocalStackException where the stack says no such thing
  public String get(String stack, String name) {
    return Optional.ofNullable(stacks.get(stack))
        .flatMap(values -> Optional.ofNullable(values.get(name)))
        .orElseThrow(
            () -> new LocalStackException("the stack " + stack + " has no output " + name));
  }
}
