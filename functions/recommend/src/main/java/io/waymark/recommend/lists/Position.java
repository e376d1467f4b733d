package io.waymark.recommend.lists;

import io.waymark.tenancy.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// How far a run is.
///
/// @param number of the next part of the shard
/// @param last who has a list already; empty where nobody of the shard has
public record Position(int shard, int number, Optional<UserId> last) {
  static final Position FIRST = new Position(0, 0, Optional.empty());

  public Position {
    if (shard < 0 || number < 0) {
      throw new IllegalArgumentException("a position has no negative numbers");
    }
  }

  Position behind(UserId user) {
    return new Position(shard, number + 1, Optional.of(user));
  }

  Position nextShard() {
    return new Position(shard + 1, 0, Optional.empty());
  }

  /// Reads what [#text] wrote.
  ///
  /// @throws IllegalArgumentException for anything else
  public static Position of(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("after is none of ours: " + text);
    }
    String user = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
    return new Position(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        user.isEmpty() ? Optional.empty() : Optional.of(new UserId(user)));
  }

  public String text() {
    byte[] user = last.map(UserId::value).orElse("").getBytes(StandardCharsets.UTF_8);
    return shard
        + "."
        + number
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(user);
  }
}
