package io.waymark.recommend.experiments;

import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;

/// An experiment that began.
///
/// @param number from 1, of the tenant's experiments in the order of their beginnings
/// @param split who has which arm
/// @param startedAt to the millisecond
/// @param startedBy a member's or key's id
public record Experiment(int number, Plan plan, Split split, Instant startedAt, String startedBy) {
  public String name() {
    return plan.name();
  }

  /// What the user gets, the same wherever and whenever it is asked while the experiment runs: of
  /// SHA-256 over the experiment and the user, the first 64 bits as a slot.
  public Exposure exposureOf(TenantId tenant, UserId user) {
    String key =
        Keys.join(
            tenant,
            Integer.toString(number),
            Long.toString(startedAt.toEpochMilli()),
            user.value());
    long hash = ByteBuffer.wrap(sha256(key)).getLong();
    return exposure(split.armOf((int) Math.unsignedMultiplyHigh(hash, Split.SLOTS)));
  }

  private Exposure exposure(int index) {
    Arm arm = plan.arms().get(index);
    return new Exposure(code(index), name(), arm.name(), arm.model());
  }

  /// What an answer was given under; empty where that was not under this experiment.
  public Optional<Exposure> coded(int code) {
    for (int index = 0; index < plan.arms().size(); index++) {
      if (code(index) == code) {
        return Optional.of(exposure(index));
      }
    }
    return Optional.empty();
  }

  private int code(int index) {
    return ArmCodes.of(number, index);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
