package io.waymark.cli.transfer;

import io.waymark.tenancy.installation.Table;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What DynamoDB takes, so that an import does not find out amid its writes.
final class RowLimits {
  private static final int LONGEST_ROW = 400 * 1024;
  private static final int LONGEST_PARTITION = 2048;
  private static final int LONGEST_SORT = 1024;
  private static final int MOST_DIGITS = 38;
  private static final int LARGEST_EXPONENT = 125;

  /// Lists and maps within each other.
  private static final int DEEPEST = 32;

  /// Short enough to be reckoned with, whatever it says.
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,200}(\\.[0-9]{1,200})?([eE][+-]?[0-9]{1,4})?");

  /// Of a list's or a map's own, and of each of its values.
  private static final int LIST = 3;

  private RowLimits() {}

  /// What is wrong with a row; empty where it can be written.
  static Optional<String> wrong(Map<String, AttributeValue> row) {
    if (tooLong(row.get(Table.PARTITION_KEY), LONGEST_PARTITION)
        || tooLong(row.get(Table.SORT_KEY), LONGEST_SORT)) {
      return Optional.of("has a key that is empty or too long");
    }
    if (row.values().stream().anyMatch(value -> depth(value) > DEEPEST)) {
      return Optional.of("has lists or maps deeper within each other than DynamoDB takes");
    }
    return bytes(row) > LONGEST_ROW
        ? Optional.of("is longer than a row of DynamoDB may be")
        : Optional.empty();
  }

  static boolean isNumber(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return false;
    }
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      return number.precision() <= MOST_DIGITS
          && Math.abs((long) number.precision() - number.scale() - 1) <= LARGEST_EXPONENT;
    } catch (NumberFormatException none) {
      return false;
    }
  }

  /// Whether UTF-8 can say it: a JSON text may have half of a character that Java writes as two.
  static boolean isText(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static boolean tooLong(@Nullable AttributeValue key, int most) {
    return key != null && key.s() != null && (key.s().isEmpty() || length(key.s()) > most);
  }

  private static int depth(AttributeValue value) {
    return switch (value.type()) {
      case L -> 1 + value.l().stream().mapToInt(RowLimits::depth).max().orElse(0);
      case M -> 1 + value.m().values().stream().mapToInt(RowLimits::depth).max().orElse(0);
      case S, N, B, BOOL, NUL, SS, NS, BS, UNKNOWN_TO_SDK_VERSION -> 0;
    };
  }

  private static long bytes(Map<String, AttributeValue> row) {
    return row.entrySet().stream()
        .mapToLong(each -> length(each.getKey()) + bytes(each.getValue()))
        .sum();
  }

  private static long bytes(AttributeValue value) {
    return switch (value.type()) {
      case S -> length(value.s());
      case N -> length(value.n()) / 2 + 2;
      case B -> value.b().asByteArrayUnsafe().length;
      case BOOL, NUL -> 1;
      case SS -> value.ss().stream().mapToLong(RowLimits::length).sum();
      case NS -> value.ns().stream().mapToLong(each -> length(each) / 2 + 2).sum();
      case BS -> value.bs().stream().mapToLong(each -> each.asByteArrayUnsafe().length).sum();
      case L -> LIST + value.l().stream().mapToLong(each -> 1 + bytes(each)).sum();
      case M -> LIST + value.m().size() + bytes(value.m());
      case UNKNOWN_TO_SDK_VERSION -> 0;
    };
  }

  private static long length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
