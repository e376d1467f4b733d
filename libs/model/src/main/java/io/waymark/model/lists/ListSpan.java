package io.waymark.model.lists;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.waymark.tenancy.UserId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// From whom to whom the users of a part go, in the order in which the table `users` has them. It
/// stands in the metadata of the part's object, so that whoever looks for one user opens no other
/// part. There, and nowhere else: it goes with the part.
public record ListSpan(UserId first, UserId last) {
  private static final String FIRST = "first-user";
  private static final String LAST = "last-user";

  /// Metadata are ASCII.
  public Map<String, String> metadata() {
    return Map.of(FIRST, coded(first), LAST, coded(last));
  }

  /// What [#metadata] said; empty where it said nothing.
  public static Optional<ListSpan> of(Map<String, String> metadata) {
    return Optional.ofNullable(metadata.get(FIRST))
        .flatMap(
            first ->
                Optional.ofNullable(metadata.get(LAST))
                    .map(last -> new ListSpan(decoded(first), decoded(last))));
  }

  /// Whether a part with this span may have the list of `user`.
  public boolean reaches(UserId user) {
    return compare(first, user) <= 0 && compare(user, last) <= 0;
  }

  private static int compare(UserId one, UserId other) {
    return Arrays.compareUnsigned(one.value().getBytes(UTF_8), other.value().getBytes(UTF_8));
  }

  private static String coded(UserId user) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(user.value().getBytes(UTF_8));
  }

  private static UserId decoded(String text) {
    return new UserId(new String(Base64.getUrlDecoder().decode(text), UTF_8));
  }
}
