package io.waymark.auth.passwords;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Makes the filter of common passwords from lists of one password a line, the most frequent first:
/// `FrequentPasswordsMaker <to> <list>…`. `etc/common-passwords.sh` calls it.
final class FrequentPasswordsMaker {
  /// What a long password may not be made of with a few digits: of the first list alone, down to
  /// where a word stands for some hundred of ten million.
  private static final int FREQUENT = 100_000;

  private static final int SHORTEST = 4;

  private FrequentPasswordsMaker() {}

  public static void main(String[] arguments) throws IOException {
    Set<String> chosen = new LinkedHashSet<>();
    for (int list = 1; list < arguments.length; list++) {
      List<String> passwords =
          Files.readString(Path.of(arguments[list]), StandardCharsets.UTF_8).lines().toList();
      choose(passwords, list == 1 ? FREQUENT : 0, chosen);
    }
    try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]))) {
      FrequentPasswords.of(chosen).write(out);
    }
  }

  private static void choose(List<String> passwords, int frequent, Set<String> chosen) {
    for (int rank = 0; rank < passwords.size(); rank++) {
      String canonical = PasswordForms.canonical(passwords.get(rank));
      int length = canonical.codePointCount(0, canonical.length());
      if (length >= PasswordRules.MIN_LENGTH || (rank < frequent && length >= SHORTEST)) {
        chosen.add(canonical);
      }
    }
  }
}
