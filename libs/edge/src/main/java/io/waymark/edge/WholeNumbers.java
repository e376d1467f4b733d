package io.waymark.edge;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Deserializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Whole numbers of requests. The framework cuts 2.5 to 2 without a word; here it is refused, and
/// 2.0 is 2.
final class WholeNumbers {
  /// How the reason begins.
  static final String MUST = "must be a whole number";

  private WholeNumbers() {}

  private interface Exact<T> {
    T of(BigDecimal number);
  }

  private static <T> T read(Decoder decoder, String range, Exact<T> exact) throws IOException {
    BigDecimal number = decoder.decodeBigDecimal();
    try {
      return exact.of(number);
    } catch (ArithmeticException fraction) {
      throw decoder.createDeserializationException(MUST + range, number);
    }
  }

  @Singleton
  static final class OfInt implements Deserializer<Integer> {
    @Override
    public Integer deserialize(
        Decoder decoder, DecoderContext context, Argument<? super Integer> type)
        throws IOException {
      return read(decoder, " of 32 bits", BigDecimal::intValueExact);
    }

    @Override
    public @Nullable Integer getDefaultValue(
        DecoderContext context, Argument<? super Integer> type) {
      return type.isPrimitive() ? 0 : null;
    }
  }

  @Singleton
  static final class OfLong implements Deserializer<Long> {
    @Override
    public Long deserialize(Decoder decoder, DecoderContext context, Argument<? super Long> type)
        throws IOException {
      return read(decoder, " of 64 bits", BigDecimal::longValueExact);
    }

    @Override
    public @Nullable Long getDefaultValue(DecoderContext context, Argument<? super Long> type) {
      return type.isPrimitive() ? 0L : null;
    }
  }
}
