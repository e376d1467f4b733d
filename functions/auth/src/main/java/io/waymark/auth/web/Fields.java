package io.waymark.auth.web;

import io.waymark.auth.database.Page;
import io.waymark.edge.Problems;
import io.waymark.tenancy.Principal;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns fields of requests into values, or into the problem that names the field.
public final class Fields {
  private Fields() {}

  /// The page of a list of things with UUIDs.
  public static Page page(@Nullable Integer limit, @Nullable String cursor) {
    if (cursor != null) {
      try {
        UUID.fromString(cursor);
      } catch (IllegalArgumentException e) {
        throw Problems.invalid("cursor", "must be the next_cursor of the page before");
      }
    }
    return new Page(Optional.ofNullable(cursor), limit(limit));
  }

  public static int limit(@Nullable Integer limit) {
    int wanted = limit == null ? Page.USUAL : limit;
    if (wanted < 1 || wanted > Page.MOST) {
      throw Problems.invalid("limit", "must be 1 to " + Page.MOST);
    }
    return wanted;
  }

  /// The one of `values` called `text`.
  public static <E> E oneOf(String field, String text, E[] values, Function<E, String> name) {
    return Arrays.stream(values)
        .filter(value -> name.apply(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Problems.invalid(
                    field,
                    "must be one of "
                        + Arrays.stream(values).map(name).collect(Collectors.joining(", "))));
  }

  /// Checks that a body that names a tenant names the caller's.
  public static void sameTenant(Principal principal, @Nullable String tenantId) {
    if (tenantId != null && !tenantId.equals(principal.tenant().value())) {
      throw Problems.foreignTenant();
    }
  }
}
