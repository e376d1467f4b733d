package io.waymark.auth.passwords;

/// Keeps passwords so that they can be checked and not be read.
public interface PasswordHashes {
  /// A hash of `password` in PHC string form, each time another one.
  String hash(String password);

  /// Whether `password` is the one that `hash` was made of.
  boolean matches(String password, String hash);

  /// Does the work of [#matches] where there is nobody to check, so that the time of an answer does
  /// not tell whether there is.
  void waste(String password);

  /// Whether `hash` was made another way than [#hash] would make it now.
  boolean outdated(String hash);
}
