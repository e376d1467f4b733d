package io.waymark.auth.web;

import io.waymark.auth.database.Page;
import io.waymark.edge.Problems;
import io.waymark.tenancy.Principal;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns fields of requests into values, or into the problem that names the field.
public final class Fields {
  /// Java's own reader of UUIDs also takes `1-1-1-1-1`.
  private static final Pattern UUID_SHAPE =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Fields() {}

  /// The page of a list of things with UUIDs.
  public static Page page(@Nullable Integer limit, @Nullable String cursor) {
    if (cursor != null && !UUID_SHAPE.matcher(cursor).matches()) {
      throw Problems.invalid("cursor", "must be the next_cursor of the page before");
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

  /// A text as people write it: stripped, not blank, and of characters that can be stored.
  public static String text(String field, String given) {
    String stripped = storable(field, given).strip();
    if (stripped.isEmpty()) {
      throw Problems.invalid(field, "must not be blank");
    }
    return stripped;
  }

  /// `given`, which has neither control characters nor halves of characters.
  public static String storable(String field, String given) {
    boolean storable =
        given.codePoints().allMatch(each -> !Character.isISOControl(each) && !isHalf(each));
    if (!storable) {
      throw Problems.invalid(field, "must not contain control characters or halves of characters");
    }
    return given;
  }

  private static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  /// Checks that a body that names a tenant names the caller's.
  public static void sameTenant(Principal principal, @Nullable String tenantId) {
    if (tenantId != null && !tenantId.equals(principal.tenant().value())) {
      throw Problems.foreignTenant();
    }
  }
}
