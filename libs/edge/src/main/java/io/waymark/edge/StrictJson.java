package io.waymark.edge;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Deserializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values of requests are of the type that the document says. The framework takes `"true"` for
/// true, `1` and `false` for texts, `"1"` for a number and null for a text in a list, and cuts 2.5
/// to 2; here each of them is refused, and 2.0 is 2.
final class StrictJson {
  /// How each reason begins.
  static final String MUST = "must be ";

  private StrictJson() {}

  private interface Exact<T> {
    T of(BigDecimal number);
  }

  private static <T> T whole(Decoder decoder, int bits, Exact<T> exact) throws IOException {
    JsonNode node = decoder.decodeNode();
    String reason = MUST + "a whole number of " + bits + " bits";
    if (!node.isNumber()) {
      throw decoder.createDeserializationException(reason, node.getValue());
    }
    BigDecimal number = node.getBigDecimalValue();
    try {
      return exact.of(number);
    } catch (ArithmeticException fraction) {
      throw decoder.createDeserializationException(reason, number);
    }
  }

  @Singleton
  static final class OfInt implements Deserializer<Integer> {
    @Override
    public Integer deserialize(
        Decoder decoder, DecoderContext context, Argument<? super Integer> type)
        throws IOException {
      return whole(decoder, Integer.SIZE, BigDecimal::intValueExact);
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
      return whole(decoder, Long.SIZE, BigDecimal::longValueExact);
    }

    @Override
    public @Nullable Long getDefaultValue(DecoderContext context, Argument<? super Long> type) {
      return type.isPrimitive() ? 0L : null;
    }
  }

  @Singleton
  static final class OfDouble implements Deserializer<Double> {
    @Override
    public Double deserialize(
        Decoder decoder, DecoderContext context, Argument<? super Double> type) throws IOException {
      JsonNode node = decoder.decodeNode();
      if (node.isNumber() && Double.isFinite(node.getDoubleValue())) {
        return node.getDoubleValue();
      }
      throw decoder.createDeserializationException(MUST + "a number", node.getValue());
    }

    @Override
    public @Nullable Double getDefaultValue(DecoderContext context, Argument<? super Double> type) {
      return type.isPrimitive() ? 0.0 : null;
    }
  }

  @Singleton
  static final class OfBoolean implements Deserializer<Boolean> {
    @Override
    public Boolean deserialize(
        Decoder decoder, DecoderContext context, Argument<? super Boolean> type)
        throws IOException {
      JsonNode node = decoder.decodeNode();
      if (!node.isBoolean()) {
        throw decoder.createDeserializationException(MUST + "true or false", node.getValue());
      }
      return node.getBooleanValue();
    }

    @Override
    public @Nullable Boolean getDefaultValue(
        DecoderContext context, Argument<? super Boolean> type) {
      return type.isPrimitive() ? false : null;
    }
  }

  @Singleton
  static final class OfText implements Deserializer<String> {
    @Override
    public String deserialize(
        Decoder decoder, DecoderContext context, Argument<? super String> type) throws IOException {
      JsonNode node = decoder.decodeNode();
      if (!node.isString()) {
        throw decoder.createDeserializationException(MUST + "a text", node.getValue());
      }
      return node.getStringValue();
    }
  }

  @Singleton
  static final class OfTexts implements Deserializer<List<String>> {
    @Override
    public List<String> deserialize(
        Decoder decoder, DecoderContext context, Argument<? super List<String>> type)
        throws IOException {
      JsonNode node = decoder.decodeNode();
      String reason = MUST + "a list of texts";
      if (!node.isArray()) {
        throw decoder.createDeserializationException(reason, node.getValue());
      }
      List<String> texts = new ArrayList<>(node.size());
      for (JsonNode each : node.values()) {
        if (!each.isString()) {
          throw decoder.createDeserializationException(reason, each.getValue());
        }
        texts.add(each.getStringValue());
      }
      return texts;
    }
  }
}
