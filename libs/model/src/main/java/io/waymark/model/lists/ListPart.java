package io.waymark.model.lists;

import io.waymark.tenancy.TenantId;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One object of the batch lists in the bucket `user-data`: gzipped JSON Lines,
/// `<tenant>/lists/<run>/part-<n>.jsonl.gz`. It holds users of one partition of the table `users`
/// alone, so that whoever looks for a user's list need not read those of all.
///
/// @param run the day for which it was made
/// @param shard of its users
/// @param number among those of its shard, from 0
public record ListPart(LocalDate run, int shard, int number) {
  private static final int NUMBERS = 1_000_000;
  private static final Pattern KEY =
      Pattern.compile("[^/]+/lists/(\\d{4}-\\d\\d-\\d\\d)/part-(\\d{1,9})\\.jsonl\\.gz");

  public ListPart {
    if (shard < 0 || number < 0 || number >= NUMBERS) {
      throw new IllegalArgumentException("a part is numbered from 0 to " + (NUMBERS - 1));
    }
  }

  /// What the keys of all of a tenant's parts begin with.
  public static String folder(TenantId tenant) {
    return tenant + "/lists/";
  }

  public String key(TenantId tenant) {
    return "%s%s/part-%08d.jsonl.gz".formatted(folder(tenant), run, shard * NUMBERS + number);
  }

  /// The part with that key; empty where it is none.
  public static Optional<ListPart> keyed(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(parts.group(2));
      return Optional.of(
          new ListPart(LocalDate.parse(parts.group(1)), number / NUMBERS, number % NUMBERS));
    } catch (DateTimeParseException noDay) {
      return Optional.empty();
    }
  }
}
