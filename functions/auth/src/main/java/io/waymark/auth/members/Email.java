package io.waymark.auth.members;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An e-mail address, in lower case: how a member says who it is.
public record Email(String value) {
  private static final int MAX_LENGTH = 254;

  /// What every mail host accepts; the proof that mail arrives is another matter.
  private static final Pattern SHAPE =
      Pattern.compile(
          "[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62})(?:\\.[a-z0-9](?:[a-z0-9-]{0,62}))+");

  public Email {
    if (value.length() > MAX_LENGTH || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("email is not an e-mail address");
    }
  }

  /// The address in `text`; empty where it is none.
  public static Optional<Email> of(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return lower.length() <= MAX_LENGTH && SHAPE.matcher(lower).matches()
        ? Optional.of(new Email(lower))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
