package io.waymark.recommend.predict;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.Tensor;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All that a prediction depends on.
///
/// @param inputs SHA-256 of names, types, shapes and values
record PredictKey(TenantId tenant, ModelName name, ModelVersion version, String inputs)
    implements InferenceCache.Key {
  static PredictKey of(
      TenantId tenant, ModelName name, ModelVersion version, Map<String, Tensor> inputs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(inputs).forEach((input, tensor) -> add(digest, input, tensor));
      return new PredictKey(tenant, name, version, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void add(MessageDigest digest, String input, Tensor tensor) {
    add(digest, input);
    add(digest, tensor.type().name());
    add(digest, tensor.shape().toString());
    switch (tensor) {
      case Tensor.Floats floats -> {
        ByteBuffer bytes = ByteBuffer.allocate(floats.values().remaining() * Float.BYTES);
        bytes.asFloatBuffer().put(floats.values().duplicate());
        digest.update(bytes);
      }
      case Tensor.Doubles doubles -> {
        ByteBuffer bytes = ByteBuffer.allocate(doubles.values().remaining() * Double.BYTES);
        bytes.asDoubleBuffer().put(doubles.values().duplicate());
        digest.update(bytes);
      }
      case Tensor.Ints ints -> {
        ByteBuffer bytes = ByteBuffer.allocate(ints.values().remaining() * Integer.BYTES);
        bytes.asIntBuffer().put(ints.values().duplicate());
        digest.update(bytes);
      }
      case Tensor.Longs longs -> {
        ByteBuffer bytes = ByteBuffer.allocate(longs.values().remaining() * Long.BYTES);
        bytes.asLongBuffer().put(longs.values().duplicate());
        digest.update(bytes);
      }
      case Tensor.Bools bools -> digest.update(bools.values().duplicate());
      case Tensor.Texts(List<Long> _, List<String> values) ->
          values.forEach(value -> add(digest, value));
    }
  }

  /// With its length, so that nothing moves from one part to the next.
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }
}
