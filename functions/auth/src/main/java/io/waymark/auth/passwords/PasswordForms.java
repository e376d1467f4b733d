package io.waymark.auth.passwords;

import java.text.Normalizer;
import java.util.Locale;

/// The forms that passwords are compared in, whatever keyboard typed them.
final class PasswordForms {
  private PasswordForms() {}

  /// What is hashed.
  static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  /// What is looked for among common ones and names.
  static String canonical(String text) {
    return normal(normal(text).toLowerCase(Locale.ROOT));
  }
}
