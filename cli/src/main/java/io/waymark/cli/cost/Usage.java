package io.waymark.cli.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the model takes for granted of the service.
///
/// @param functions by their names without the stage, like `train-job`
record Usage(Map<String, Function> functions, Map<String, Double> numbers) {
  /// One call of a function.
  ///
  /// @param metrics that CloudWatch hears of in an hour with calls
  record Function(int memoryMib, int storageMib, int metrics, double milliseconds) {
    /// Half a gibibyte of temporary storage costs nothing.
    private static final int FREE_STORAGE_MIB = 512;

    double gigabyteSeconds() {
      return memoryMib / 1024.0 * milliseconds / 1000;
    }

    double storageGigabyteSeconds() {
      return Math.max(0, storageMib - FREE_STORAGE_MIB) / 1024.0 * milliseconds / 1000;
    }
  }

  Usage {
    functions = Map.copyOf(functions);
    numbers = Map.copyOf(numbers);
  }

  static Usage read() {
    JsonNode file = Resource.read("usage.json");
    return new Usage(
        file.path("functions")
            .propertyStream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> function(each.getValue()))),
        file.path("numbers")
            .propertyStream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, each -> each.getValue().path("value").asDouble())));
  }

  double get(String number) {
    return Optional.ofNullable(numbers.get(number))
        .orElseThrow(() -> new IllegalArgumentException("no assumption of " + number));
  }

  Function function(String name) {
    return Optional.ofNullable(functions.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no assumption of " + name));
  }

  private static Function function(JsonNode function) {
    return new Function(
        function.path("memory_mib").asInt(),
        function.path("storage_mib").asInt(),
        function.path("metrics").asInt(),
        function.path("ms").asDouble());
  }
}
